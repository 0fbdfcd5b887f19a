import * as z from 'zod'
import { GraphIdText, GraphName, parseListed } from '../../reading/listed'
import type { FullPolicy } from '../../stored/full-policy'

export const source = 'groupPolicyConfigurations'
export const version = 'beta'
export const path = 'deviceManagement/groupPolicyConfigurations'
export const permission = 'DeviceManagementConfiguration.Read.All'

/** An entry of the list: no settings, only what all policies have. */
export const GroupPolicy = z.looseObject({ id: GraphIdText, displayName: GraphName })
export type GroupPolicy = z.infer<typeof GroupPolicy>

/** A field of a definition. Only a drop-down list has items. */
const Presentation = z.looseObject({
  '@odata.type': z.string().nullish(),
  id: GraphIdText,
  label: GraphName,
  items: z.array(z.looseObject({ displayName: GraphName, value: z.unknown() }).nullable()).nullish(),
})
export type Presentation = z.infer<typeof Presentation>

/** What a field was filled with: `value`, or `values` of a text with several lines and of a list. */
const PresentationValue = z.looseObject({ presentation: Presentation, values: z.array(z.unknown()).nullish() })
export type PresentationValue = z.infer<typeof PresentationValue>

const Definition = z.looseObject({
  id: GraphIdText,
  classType: GraphName,
  displayName: GraphName,
  categoryPath: GraphName,
})
export type Definition = z.infer<typeof Definition>

const DefinitionValue = z.looseObject({
  enabled: z.boolean(),
  definition: Definition,
  presentationValues: z.array(PresentationValue),
})
export type DefinitionValue = z.infer<typeof DefinitionValue>

const Settings = z.looseObject({ definitionValues: z.array(DefinitionValue) })

/** Returns the settings of a full policy. Throws `sync.policy_unreadable`, which names the wrong property and no value. */
export function definitionValuesOf(full: FullPolicy): DefinitionValue[] {
  return parseListed(Settings, source, full).definitionValues
}
