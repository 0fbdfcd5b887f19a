import * as z from 'zod'
import { GraphIdText, GraphName } from '../../reading/listed'

/** A compliance policy of the settings catalog, with the properties that this code reads. */
export const CatalogCompliancePolicy = z.looseObject({
  id: GraphIdText,
  name: GraphName,
  settingCount: z.number().int().nonnegative().nullish(),
})
export type CatalogCompliancePolicy = z.infer<typeof CatalogCompliancePolicy>
