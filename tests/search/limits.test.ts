import { sql } from 'drizzle-orm'
import { problem } from '../../src/http/problem'
import { readWithLimits } from '../../src/search/sql'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database.close())

test('a search that takes too long is 503 and says what to do', async () => {
  const slow = readWithLimits(database.db, async (tx) => {
    await tx.execute(sql`select set_config('statement_timeout', '20ms', true)`)
    await tx.execute(sql`select pg_sleep(5)`)
  })
  const error = await slow.catch((e: unknown) => e)
  expect(problem(error)).toMatchObject({
    status: 503,
    jsonBody: { code: 'search.too_slow', detail: expect.stringContaining('rarer words') },
  })
})

test('the limits end with the search', async () => {
  const shown = () =>
    database.db.execute(sql`select current_setting('statement_timeout') as at, current_setting('jit') as jit`)
  const before = await shown()
  const withTimeout = await readWithLimits(database.db, (tx) =>
    tx.execute(sql`select current_setting('statement_timeout') as at`),
  )
  expect(withTimeout[0]).toEqual({ at: '4s' })
  expect(await shown()).toEqual(before)
})

test('other errors are thrown unchanged', async () => {
  await expect(readWithLimits(database.db, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
})
