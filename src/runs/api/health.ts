import type { Db } from '../../db/database'
import { type DatabaseHealth, databaseHealth } from '../../db/database-health'
import type { Clock } from '../../shared/clock'
import type { ErrorCode } from '../../shared/error-codes'
import { toAppError } from '../../shared/errors'
import { type Lane, type OperationRecord, scopeOf } from '../../shared/operation-record'
import { identityOf } from '../ledger/admit'
import { type QueueHealth, queueHealth } from '../ledger/health'
import { countTrouble, type Trouble } from '../ledger/trouble'
import type { RunQueues } from '../queue/service-bus'
import { createLook } from './look'

/** How the runs of all tenants and the database are: numbers alone. */
export interface WorkerHealth extends Omit<Trouble, 'deadLettered'>, DatabaseHealth {
  queue: QueueHealth
  deadLetters: {
    /** Runs that failed a message in the last 24 hours. */
    ledger: number
    /** Messages in the dead-letter queues now: 100 stands for 100 or more. */
    queues: Record<Lane, number>
  }
}

interface HealthDeps {
  db: Db
  queues: Pick<RunQueues, 'countUpTo'>
  clock: Pick<Clock, 'now'>
  /** By the name of the operation. */
  records: ReadonlyMap<string, OperationRecord>
  /** The operation whose failure means that a tenant is failing. */
  sync: OperationRecord
}

/** Dead letters that are counted of a lane. */
const mostDeadLetters = 100

/** Looks at the database and at the queues: each throws its code when there is no answer within 2 s. */
export function createLooks({ db, queues, clock, records, sync }: HealthDeps) {
  const expectations = {
    expectedSeconds: Object.fromEntries([...records].map(([name, { expectedSeconds }]) => [name, expectedSeconds])),
    syncIdentity: identityOf(sync.name, scopeOf(sync, {})),
  }
  const countDeadLetters = (lane: Lane) => queues.countUpTo(mostDeadLetters, lane, 'deadLetters')
  return {
    database: createLook('db.unavailable', async () => ({
      // first: on a database that is behind, the ledger may not be countable
      database: await databaseHealth(db, clock),
      queue: await queueHealth(db),
      trouble: await countTrouble(db, expectations),
    })),
    deadLetters: createLook('queue.unavailable', async () => {
      const [sync, interactive] = await Promise.all([countDeadLetters('sync'), countDeadLetters('interactive')])
      return { sync, interactive }
    }),
  }
}

/** Makes the check of the worker's health. It gives the error code when database or queues do not answer within 2 s. */
export function createWorkerHealth(look: ReturnType<typeof createLooks>) {
  return async (): Promise<WorkerHealth | { code: ErrorCode }> => {
    const looks = [look.database(), look.deadLetters()] as const
    await Promise.allSettled(looks)
    try {
      const { database, queue, trouble } = await looks[0]
      const { deadLettered: ledger, ...others } = trouble
      return { queue, deadLetters: { ledger, queues: await looks[1] }, ...others, ...database }
    } catch (error) {
      return { code: toAppError(error).code }
    }
  }
}
