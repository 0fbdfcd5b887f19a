import { sql } from 'drizzle-orm'
import type { Sql } from 'postgres'
import { openDatabase } from '../../src/db/database'
import { createHardenedClient } from '../../src/db/hardened-client'
import { execute } from '../../src/db/sql'
import { toSafeError } from '../../src/shared/errors'
import { type Postgres, startPostgres } from '../../local/postgres/postgres'
import { createTestDatabase } from '../support/database'
import { until } from '../support/until'

let postgres: Postgres
beforeAll(async () => void (postgres = await startPostgres()))
afterAll(() => postgres.stop())

test('a server that crashes during transactions makes them fail, but not the process', async () => {
  const uncaught: unknown[] = []
  const watch = (error: unknown) => void uncaught.push(error)
  process.on('uncaughtException', watch).on('unhandledRejection', watch)
  const { db, close } = openDatabase(postgres.info.url)
  const codes = new Set<string>()
  let stopping = false
  let done = 0
  const worker = async () => {
    while (!stopping) {
      const one = db.transaction(async (tx) => {
        await Promise.all([execute(tx, sql`select 1`), execute(tx, sql`select pg_sleep(0.002)`)])
        await tx.execute(sql`select 2`)
      })
      await one.then(
        () => done++,
        (error: unknown) => codes.add(toSafeError(error).code),
      )
    }
  }
  const workers = Array.from({ length: 12 }, worker)
  for (let round = 0; round < 4; round++) {
    const before = done
    await until('transactions pass', () => done > before + 20)
    await postgres.crash()
    await postgres.restart()
  }
  stopping = true
  await Promise.all(workers)
  await close()
  process.off('uncaughtException', watch).off('unhandledRejection', watch)
  expect(uncaught).toEqual([])
  expect([...codes]).toEqual(['db.unavailable'])
})

test('a transaction runs no further statement after its connection is lost', async () => {
  const database = await createTestDatabase()
  await database.sql`create table traces (n int)`
  const failing = database.db.transaction(async (tx) => {
    const [row] = await tx.execute(sql`select pg_backend_pid() as pid`)
    await database.sql`select pg_terminate_backend(${Number(row!.pid)})`
    await tx.execute(sql`insert into traces values (1)`).catch(() => {})
    await tx.execute(sql`insert into traces values (2)`)
  })
  await expect(failing).rejects.toBeDefined()
  expect(await database.db.execute(sql`select 1 as one`)).toEqual([{ one: 1 }]) // the pool still works
  expect(await database.sql`select n from traces`).toEqual([])
  await database.close()
})

test('a pool that does not answer is replaced by one that does', async () => {
  const ended: string[] = []
  const stub = (name: string, answer: Promise<unknown>) => {
    const unsafe = () =>
      Object.assign(
        Promise.resolve().then(() => answer),
        { values: () => answer },
      )
    const end = async () => void ended.push(name)
    return { unsafe, end } as unknown as Sql
  }
  const pools = [stub('dead', new Promise(() => {})), stub('alive', Promise.resolve([{ one: 1 }]))]
  const { client, end } = createHardenedClient(() => pools.shift()!, { connections: 2, answerWithinMs: 20 })
  await expect(client.unsafe('select 1')).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
  expect(await client.unsafe('select 1')).toEqual([{ one: 1 }])
  await end()
  expect(ended).toEqual(['dead', 'alive'])
})

test('a transaction whose work throws is rolled back, and its error is thrown', async () => {
  const database = await createTestDatabase()
  await database.sql`create table traces (n int)`
  const failing = database.db.transaction(async (tx) => {
    await tx.execute(sql`insert into traces values (1)`)
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  expect(await database.sql`select n from traces`).toEqual([])
  await database.close()
})
