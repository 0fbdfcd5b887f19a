import * as z from 'zod'
import { GraphIdText, GraphName } from '../../reading/listed'

/** A compliance policy, with the properties that this code reads by name; the others are its settings. */
export const CompliancePolicy = z.looseObject({ id: GraphIdText, displayName: GraphName })
export type CompliancePolicy = z.infer<typeof CompliancePolicy>
