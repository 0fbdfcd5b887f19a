import * as z from 'zod'
import { GraphIdText, GraphName } from '../../reading/listed'

/** A settings-catalog policy, with the properties that this code reads. */
export const ConfigurationPolicy = z.looseObject({
  id: GraphIdText,
  name: GraphName,
  settingCount: z.number().int().nonnegative().nullish(),
  templateReference: z.looseObject({ templateFamily: z.string().nullish() }).nullish(),
})
export type ConfigurationPolicy = z.infer<typeof ConfigurationPolicy>
