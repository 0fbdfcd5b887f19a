import { z } from 'zod'
import { toRunId } from '../../shared/ids'

/**
 * The doorbell: it only says "look at this run". It carries no payload and no tenant, so a forged or stale message can
 * do nothing that the ledger does not allow. Grows only by optional fields: queued messages outlive a deployment.
 */
export const Message = z.object({ v: z.literal(1), runId: z.uuid().transform(toRunId) })
export type Message = z.infer<typeof Message>

/** What the broker says about one delivery of a message. */
export interface Delivery {
  /** The broker's clock. */
  enqueuedAt: Date
  /** 64 bit, therefore text. A copy made by hand has a new one; a redelivery keeps it. */
  sequenceNumber: string
  /** 1 on the first delivery, as the Functions host counts. */
  deliveryCount: number
}
