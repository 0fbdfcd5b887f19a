import { z } from 'zod'
import { GraphIdText, GraphName } from '../../reading/listed'

/** The properties of an intent that are used here. */
export const Intent = z.looseObject({ id: GraphIdText, displayName: GraphName })
export type Intent = z.infer<typeof Intent>
