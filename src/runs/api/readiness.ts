import type { Db } from '../../db/database'
import type { Clock } from '../../shared/clock'
import { lanes } from '../../shared/operation-record'
import { remembered } from '../../shared/repeated-work'
import { ping } from '../ledger/health'
import type { RunQueues } from '../queue/service-bus'
import { createLook } from './look'

interface ReadinessDeps {
  db: Db
  queues: Pick<RunQueues, 'countUpTo'>
  clock: Pick<Clock, 'now'>
}

/** Anybody may ask, so database and queues are not asked more often. Milliseconds. */
const rememberedMs = 10_000

/** Makes the check whether database and queues can be reached. It answers within 2 s, and remembers its answer for 10 s. */
export function createReadiness({ db, queues, clock }: ReadinessDeps): () => Promise<boolean> {
  const looks = [
    createLook('db.unavailable', () => ping(db)),
    ...lanes.map((lane) => createLook('queue.unavailable', async () => void (await queues.countUpTo(1, lane)))),
  ]
  return remembered(rememberedMs, clock, async () => {
    const outcomes = await Promise.allSettled(looks.map((look) => look()))
    return outcomes.every(({ status }) => status === 'fulfilled')
  })
}
