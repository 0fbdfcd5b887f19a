import * as z from 'zod'
import { GraphIdText, GraphName } from '../../reading/listed'

/** A device configuration, with the properties that this code reads by name; the others are its settings. */
export const DeviceConfiguration = z.looseObject({ id: GraphIdText, displayName: GraphName })
export type DeviceConfiguration = z.infer<typeof DeviceConfiguration>

/** The answer to a request for a list that Graph returns for a single policy only, complete on one page. */
export const WithPrivacyAccess = z.looseObject({
  privacyAccessControls: z.array(z.unknown()),
  'privacyAccessControls@odata.nextLink': z.null().optional(),
})
