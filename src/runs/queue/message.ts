import * as z from 'zod'
import { toRunId } from '../../shared/ids'

/**
 * Asks a worker to look at a run. It carries no payload and no tenant, so a forged or stale message can do nothing that
 * the ledger does not allow. Add only optional fields: queued messages outlive a deployment.
 */
export const Message = z.object({ v: z.literal(1), runId: z.uuid().transform(toRunId) })
export type Message = z.infer<typeof Message>

/** One delivery of a message, as the broker describes it. */
export interface Delivery {
  /** By the broker's clock. */
  enqueuedAt: Date
  /** A 64-bit number as text. A redelivery keeps it; a copy sent by hand has a new one. */
  sequenceNumber: string
  /** 1 on the first delivery, as the Functions host counts. */
  deliveryCount: number
}
