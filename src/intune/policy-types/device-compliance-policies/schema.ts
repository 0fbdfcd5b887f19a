import { z } from 'zod'
import { GraphId, GraphName } from '../../reading/listed'

/** The properties of a compliance policy that are used here by name; all others are its settings. */
export const CompliancePolicy = z.looseObject({ id: GraphId, displayName: GraphName })
export type CompliancePolicy = z.infer<typeof CompliancePolicy>
