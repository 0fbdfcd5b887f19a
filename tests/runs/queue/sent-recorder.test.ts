import type { Db } from '../../../src/db/database'
import type { Rung } from '../../../src/runs/ledger/types'
import { createMarks } from '../../../src/runs/queue/send-owed'

const rung = (id: string): Rung => ({ id, tenantId: 't', lane: 'sync', attempt: 0, dueAt: '2026-01-01', dueInMs: 0 })

/** A database whose statements end when they are told to. */
function slowDatabase() {
  const pending: { resolve(): void; reject(error: Error): void }[] = []
  const db = { execute: () => new Promise<void>((resolve, reject) => pending.push({ resolve, reject })) }
  return { db: db as unknown as Db, pending }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a mark goes out at once; what comes meanwhile goes out together', async () => {
  const { db, pending } = slowDatabase()
  const marks = createMarks({ db, log: () => {} })
  for (const id of ['a', 'b', 'c']) marks.later(rung(id))
  expect(pending).toHaveLength(1)
  pending[0]!.resolve()
  await settled()
  expect(pending).toHaveLength(2)
  pending[1]!.resolve()
  await settled()
  marks.later(rung('d'))
  expect(pending).toHaveLength(3)
})

test('a mark that fails is told, and the next one goes out all the same', async () => {
  const { db, pending } = slowDatabase()
  const logged: unknown[] = []
  const marks = createMarks({ db, log: (event, fields) => void logged.push([event, fields.runId]) })
  marks.later(rung('a'))
  marks.later(rung('b'))
  pending[0]!.reject(new Error('away'))
  await settled()
  expect(logged).toEqual([['mark_failed', 'a']])
  expect(pending).toHaveLength(2)
})
