import { toAppKey, toRunId, toTenantId } from '../../../src/shared/ids'
import type { Db } from '../../../src/db/database'
import type { OwedMessage } from '../../../src/runs/ledger/types'
import { createSentRecorder } from '../../../src/runs/queue/sent-recorder'

const sent = (id: string): OwedMessage => ({
  id: toRunId(id),
  tenantId: toTenantId('t'),
  appKey: toAppKey('app'),
  lane: 'sync',
  attempt: 0,
  dueAt: '2026-01-01',
  dueInMs: 0,
})

const clock = { sleep: async () => {}, now: () => 0 }

/** A database whose statements end when the test says so. */
function slowDatabase() {
  const pending: { resolve(): void; reject(error: Error): void }[] = []
  const db = { execute: () => new Promise<void>((resolve, reject) => pending.push({ resolve, reject })) }
  return { db: db as unknown as Db, pending }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('the first message is recorded at once; those that follow meanwhile are recorded together', async () => {
  const { db, pending } = slowDatabase()
  const recorder = createSentRecorder({ db, log: () => {} }, clock)
  for (const id of ['a', 'b', 'c']) void recorder.record(sent(id))
  expect(pending).toHaveLength(1)
  pending[0]!.resolve()
  await settled()
  expect(pending).toHaveLength(2)
  pending[1]!.resolve()
  await settled()
  void recorder.record(sent('d'))
  expect(pending).toHaveLength(3)
})

test('a failure to record is logged, and the next message is still recorded', async () => {
  const { db, pending } = slowDatabase()
  const logged: unknown[] = []
  const recorder = createSentRecorder({ db, log: (event, fields) => void logged.push([event, fields.jobId]) }, clock)
  void recorder.record(sent('a'))
  void recorder.record(sent('b'))
  pending[0]!.reject(new Error('away'))
  await settled()
  expect(logged).toEqual([['record_sent_failed', 'a']])
  expect(pending).toHaveLength(2)
})
