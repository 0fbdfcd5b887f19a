import { z } from 'zod'
import { GraphId, GraphName } from '../../reading/listed'

/** The properties of an intent that are used here. */
export const Intent = z.looseObject({ id: GraphId, displayName: GraphName })
export type Intent = z.infer<typeof Intent>
