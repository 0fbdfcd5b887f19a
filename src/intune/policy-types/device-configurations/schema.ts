import { z } from 'zod'
import { GraphIdText, GraphName } from '../../reading/listed'

/** The properties of a device configuration that are used here by name; all others are its settings. */
export const DeviceConfiguration = z.looseObject({ id: GraphIdText, displayName: GraphName })
export type DeviceConfiguration = z.infer<typeof DeviceConfiguration>

/** A single configuration read for the lists that Graph shows of no other. */
export const WithPrivacyAccess = z.looseObject({
  privacyAccessControls: z.array(z.unknown()),
  'privacyAccessControls@odata.nextLink': z.null().optional(),
})
