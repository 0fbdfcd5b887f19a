import * as z from 'zod'

const Count = z.int().min(0)
const DeadLetters = z.int().min(0).max(100).describe('Messages there now; 100: that many or more.')

/** What everybody may know: no more than this. */
export const Readiness = z.object({ status: z.enum(['ready', 'not_ready']) }).meta({ id: 'Readiness' })

const Healthy = z.object({
  status: z.literal('healthy'),
  queue: z
    .object({ waiting: Count, active: Count, completed: Count, failed: Count })
    .describe('Runs by state; `completed` and `failed` are those of the last 24 hours.'),
  deadLetters: z.object({
    ledger: Count.describe('Runs that failed a message, so that it ends in the dead letters, in the last 24 hours.'),
    queues: z.object({ sync: DeadLetters, interactive: DeadLetters }),
  }),
  oldestWaitingSeconds: Count.nullable().describe('How long the run that waits longest is due; null: none is.'),
  owed: Count.describe('Runs whose message should have been sent more than 10 s ago.'),
  late: Count.describe('Runs that work for more than three times the expected time of their operation.'),
  failingTenants: Count.describe('Active tenants whose last sync failed.'),
  database: z.object({
    version: z.string().describe('The version of PostgreSQL, as the server calls it.'),
    answersInMs: z.number().min(0).describe('How long one round trip to it takes.'),
  }),
  migrations: z.object({
    applied: Count,
    expected: Count.describe('Those that this version knows.'),
    state: z
      .enum(['current', 'behind', 'ahead'])
      .describe(
        '`behind`: it must be migrated, if only its access rules or a view. `ahead`: a newer version migrated it.',
      ),
  }),
  connections: z
    .object({ open: Count, limit: Count })
    .describe('Those of this database now, and the least of what server, database and login allow.'),
  clock: z.object({ differenceMs: z.int().describe("This instance's clock minus that of the database.") }),
})

export const WorkerHealth = z
  .union([
    Healthy,
    z.object({
      status: z.literal('unhealthy'),
      error: z.string().describe('`db.unavailable`, `queue.unavailable`, or another code.'),
    }),
  ])
  .meta({ id: 'WorkerHealth' })
