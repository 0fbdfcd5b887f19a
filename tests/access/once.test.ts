import { randomUUID } from 'node:crypto'
import { once, purgeIdempotencyKeys } from '../../src/access/once'
import type { Repeatable } from '../../src/access/repeatable'
import type { AppError } from '../../src/shared/errors'
import { callerNamed } from '../support/callers'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const request = (more: Partial<Repeatable> = {}): Repeatable => ({
  key: randomUUID(),
  route: 'POST x',
  body: { a: 1 },
  ...more,
})

/** Sends a request whose work gives back a new number each time. */
function send(
  repeatable: Repeatable | undefined,
  work = async () => ({ made: randomUUID() }),
  caller = callerNamed('operator'),
) {
  return database
    .enter({ caller, capability: 'runs.read' }, { tenantKey: database.tenant.externalId }, (tx, access) =>
      once(tx, access, repeatable, work),
    )
    .catch((error: AppError) => error.code)
}

test('the same key gets the first answer, and the work is done once', async () => {
  const work = jest.fn(async () => ({ made: randomUUID() }))
  const sent = request()
  const first = await send(sent, work)
  expect(await send(sent, work)).toEqual(first)
  expect(work).toHaveBeenCalledTimes(1)
})

test('the key is one of a caller, of whom he acts for, and of a route', async () => {
  const sent = request()
  const answers = [
    await send(sent),
    await send({ ...sent, route: 'POST y' }),
    await send({ ...sent, key: randomUUID() }),
    await send(sent, undefined, callerNamed('owner')),
    await send(sent, undefined, callerNamed('actas', callerNamed('operator'))),
    await send(sent, undefined, callerNamed('actas', callerNamed('owner'))),
  ]
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(answers.length)
})

test('the same key with another body is refused', async () => {
  const sent = request()
  await send(sent)
  expect(await send({ ...sent, body: { a: 2 } })).toBe('request.key_reused')
})

test('a refusal is not remembered', async () => {
  const sent = request()
  await expect(send(sent, () => Promise.reject(new Error('not now')))).resolves.toBeUndefined()
  expect(await send(sent)).toEqual({ made: expect.any(String) })
})

test('of fifty at the same time one does the work, and all get its answer', async () => {
  const sent = request()
  const work = jest.fn(async () => ({ made: randomUUID() }))
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(sent, work)))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(work).toHaveBeenCalledTimes(1)
})

test('without a key everything is done each time', async () => {
  expect(await send(undefined)).not.toEqual(await send(undefined))
})

test('keys older than 24 hours are deleted', async () => {
  const [old, young] = [request(), request()]
  const [first] = [await send(old), await send(young)]
  await database.sql`update idempotency_keys set created_at = now() - interval '25 hours' where key = ${old.key}`
  expect(await purgeIdempotencyKeys(database.db, 100)).toBe(1)
  expect(await send(old)).not.toEqual(first)
})
