import { z } from 'zod'
import { GraphIdText, GraphName } from '../../reading/listed'

/** The properties of a compliance policy that are used here by name; all others are its settings. */
export const CompliancePolicy = z.looseObject({ id: GraphIdText, displayName: GraphName })
export type CompliancePolicy = z.infer<typeof CompliancePolicy>
