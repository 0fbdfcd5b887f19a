import * as z from 'zod'

const count = z.number()

/** The healthy answer of `GET worker-health`. An older API lacks the last four. */
const Healthy = z.object({
  status: z.literal('healthy'),
  queue: z.object({ waiting: count, active: count }),
  deadLetters: z.object({ ledger: count, queues: z.object({ sync: count, interactive: count }) }),
  oldestWaitingSeconds: count.nullable(),
  owed: count,
  late: count,
  failingTenants: count,
  database: z.object({ version: z.string(), answersInMs: count }).optional(),
  migrations: z.object({ applied: count, expected: count, state: z.enum(['current', 'behind', 'ahead']) }).optional(),
  connections: z.object({ open: count, limit: count }).optional(),
  clock: z.object({ differenceMs: count }).optional(),
})
export type Healthy = z.infer<typeof Healthy>

/** `GET worker-health` */
export const Health = z.union([Healthy, z.object({ status: z.literal('unhealthy'), error: z.string() })])
