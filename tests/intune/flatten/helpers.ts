import { createHmac } from 'node:crypto'
import type { StoredDefinition } from '../../../src/intune/stored/definition'
import type { FindDefinition } from '../../../src/intune/definitions/find-definition'

/** A fingerprint as the deployment makes it, with a key for tests. */
export function fingerprint(secret: string): string {
  return createHmac('sha256', 'a key for tests').update(secret).digest('hex')
}

/** A definition; null or false for what a test does not set. */
export function definition(id: string, known: Partial<StoredDefinition> = {}): StoredDefinition {
  return { id, name: null, displayName: null, category: null, secret: false, many: false, ...known }
}

/** Finds among these definitions as the cache does: ids in any case. */
export function findDefinitionIn(...definitions: StoredDefinition[]): FindDefinition {
  const byId = new Map(definitions.map((known) => [known.id.toLowerCase(), known]))
  return (id) => byId.get(id.toLowerCase())
}

export const noDefinitions: FindDefinition = () => undefined

type Json = Record<string, unknown>
const type = (name: string) => ({ '@odata.type': `#microsoft.graph.deviceManagementConfiguration${name}` })

/** Settings-catalog values as Graph sends them. */
export const string = (value: unknown): Json => ({ ...type('StringSettingValue'), value })
export const choiceOf = (value: unknown, ...children: Json[]): Json => ({ value, children })
export const element = (...children: Json[]): Json => ({ children })

const instance = (settingDefinitionId: string, kind: string, property: string, value: unknown): Json => ({
  ...type(`${kind}Instance`),
  settingDefinitionId,
  settingInstanceTemplateReference: null,
  [property]: value,
})
export const simple = (id: string, value: unknown): Json => instance(id, 'SimpleSetting', 'simpleSettingValue', value)
export const simples = (id: string, ...values: unknown[]): Json =>
  instance(id, 'SimpleSettingCollection', 'simpleSettingCollectionValue', values)
export const choice = (id: string, value: unknown): Json => instance(id, 'ChoiceSetting', 'choiceSettingValue', value)
export const choices = (id: string, ...values: unknown[]): Json =>
  instance(id, 'ChoiceSettingCollection', 'choiceSettingCollectionValue', values)
export const group = (id: string, value: unknown): Json => instance(id, 'GroupSetting', 'groupSettingValue', value)
export const groups = (id: string, ...values: unknown[]): Json =>
  instance(id, 'GroupSettingCollection', 'groupSettingCollectionValue', values)

/** The list `…/settings` of a policy with these instances. */
export function settingsOf(...instances: Json[]): unknown[] {
  return instances.map((settingInstance, i) => ({ id: String(i), settingInstance }))
}
