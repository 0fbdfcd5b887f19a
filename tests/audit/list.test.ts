import { type SQL, sql } from 'drizzle-orm'
import { listAudit } from '../../src/audit/list'
import type { Db } from '../../src/db/database'
import { callerNamed } from '../support/callers'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.sql`insert into audit_events (workspace_id, actor, action)
    select ${database.tenant.workspaceId}, 'x', 'run.started' from generate_series(1, 3000)`
  await database.sql`analyze audit_events`
})
afterAll(() => database.close())

const entry = { caller: callerNamed('owner'), capability: 'audit.read' } as const
const read = (after: number | undefined, limit: number) => {
  const { workspaceId } = database.tenant
  return database.enter(entry, { workspaceId }, (tx) => listAudit(tx, workspaceId, {}, { after, limit }))
}

test('pages follow each other, the newest entries first, without gap or repeat', async () => {
  const ids: number[] = []
  let after: number | undefined
  do {
    const { items, next } = await read(after, 700)
    ids.push(...items.map(({ id }) => id))
    after = next ?? undefined
  } while (after !== undefined)
  expect(ids).toHaveLength(3000)
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => b - a))
})

test('a page reads its own entries by the index, however long the log is', async () => {
  const { workspaceId } = database.tenant
  const plan = await database.enter(entry, { workspaceId }, async (tx) => {
    const plans: unknown[] = []
    const explaining = {
      execute: async (query: SQL) => {
        plans.push(await tx.execute(sql`explain ${query}`))
        return tx.execute(query)
      },
    }
    await listAudit(explaining as unknown as Db, workspaceId, {}, { limit: 5 })
    return plans
  })
  expect(JSON.stringify(plan)).toContain('Index Scan')
  expect(JSON.stringify(plan)).not.toContain('Sort')
})
