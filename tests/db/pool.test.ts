import { sql } from 'drizzle-orm'
import { openDatabase } from '../../src/db/database'
import { toSafeError } from '../../src/shared/errors'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { openThroughProxy } from '../support/proxied-database'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const throughProxy = (poolSize = 2, answerWithinMs = 500) => openThroughProxy(database, { poolSize, answerWithinMs })
/** A bound that a single statement meets on a busy machine too. Milliseconds. */
const wide = 4_000

const code = (work: PromiseLike<unknown>) =>
  Promise.resolve(work).then(
    () => 'no failure',
    (error: unknown) => toSafeError(error).code,
  )

test('1: after a database that was silent came back, JSON and times are sent and read as before', async () => {
  const { proxy, db, close } = await throughProxy()
  const roundTrip = () =>
    db.execute(sql`select ${JSON.stringify({ a: 1 })}::jsonb -> 'a' as member, jsonb_typeof(${'[1]'}::jsonb) as type,
      ${'2026-01-02T03:04:05Z'}::timestamptz as at`)
  const before = await roundTrip()
  proxy.silence()
  expect(await code(db.execute(sql`select 1`))).not.toBe('internal.bug')
  expect(await code(db.execute(sql`select 1`))).toBe('db.unavailable')
  proxy.resume()
  const opened = proxy.opened()
  let after: unknown
  while (after === undefined) after = await roundTrip().then((rows) => rows, () => undefined) // prettier-ignore
  expect(proxy.opened()).toBeGreaterThan(opened)
  expect(after).toEqual(before)
  expect(before).toEqual([{ member: 1, type: 'array', at: '2026-01-02 03:04:05+00' }])
  await close()
}, 120_000)

test('2: waiting for a connection is no sign of a dead pool: under overload everything is answered by one pool', async () => {
  const { proxy, db, close } = await throughProxy(2, wide)
  const slow = () => db.execute(sql`select pg_sleep(0.25)`)
  const answers = await Promise.allSettled(Array.from({ length: 40 }, slow)) // 5 s of work for a bound of 4 s
  expect(answers.filter(({ status }) => status === 'rejected')).toEqual([])
  expect(proxy.opened()).toBe(2)
  await close()
})

test('5: nothing waits in a line without end: beyond its bound a statement is refused as db.unavailable', async () => {
  const { db, close } = await throughProxy(1, wide)
  const answers = await Promise.allSettled(Array.from({ length: 230 }, () => db.execute(sql`select pg_sleep(0.001)`)))
  const codes = answers.flatMap((answer) => (answer.status === 'rejected' ? [toSafeError(answer.reason).code] : []))
  expect(codes).toEqual(Array.from({ length: 29 }, () => 'db.unavailable')) // one works, 200 wait
  await close()
})

test('a statement, and a transaction that idles, is ended by the server after 20 s', async () => {
  const { db, close } = openDatabase(database.url)
  const setting = async (name: string) => (await db.execute(sql`select current_setting(${name}) as value`))[0]!.value
  expect(await setting('statement_timeout')).toBe('20s')
  expect(await setting('idle_in_transaction_session_timeout')).toBe('20s')
  await close()
})
