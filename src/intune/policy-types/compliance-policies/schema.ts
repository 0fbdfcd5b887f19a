import { z } from 'zod'
import { GraphIdText, GraphName } from '../../reading/listed'

/** The properties of a compliance policy of the settings catalog that are used here. */
export const CatalogCompliancePolicy = z.looseObject({
  id: GraphIdText,
  name: GraphName,
  settingCount: z.number().int().nonnegative().nullish(),
})
export type CatalogCompliancePolicy = z.infer<typeof CatalogCompliancePolicy>
