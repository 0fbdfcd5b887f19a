import * as z from 'zod'
import { GraphIdText, GraphName } from '../../reading/listed'

/** An intent, with the properties that this code reads. */
export const Intent = z.looseObject({ id: GraphIdText, displayName: GraphName })
export type Intent = z.infer<typeof Intent>
