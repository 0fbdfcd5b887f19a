import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { createOperations, operationRecords } from '../../src/operations/registry'
import { createOpenStore } from '../../src/operations/run-store'
import { operation as reconcileOperation } from '../../src/runs/reconcile/record'
import { readRun } from '../../src/runs/ledger/read'
import { runMessage } from '../../src/runs/worker/run-message'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { fixedTypes } from '../support/fixed-types'
import { runnerDeps } from '../support/harness'
import { contextOf } from '../support/run-context'
import { admitTest, claimRun } from '../support/runs'
import { delivery } from '../runs/worker/deliver'
import { emptyGraph } from './empty-graph'

const root = join(__dirname, '../../src/operations')
const records = [...operationRecords.values()]
const queued = records.filter(({ lane }) => lane !== null)
const folderOf = (name: string) => name.replaceAll(/[._]/g, '-')

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

/** The handlers of all operations, on an empty tenant. */
function operations() {
  const definitionCache = { definitionsFor: async () => () => undefined }
  return createOperations({
    types: fixedTypes,
    openGraph: async ({ signal }) => emptyGraph(signal),
    openStore: createOpenStore({ db: database.db, writing: database.db }),
    definitionCache,
    newDefinitionCache: () => definitionCache,
    fingerprint: (secret) => secret,
  })
}

test('every folder is one operation of the registry, and has a handler where it runs in a queue', () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const withHandler = folders.filter(({ name }) => readdirSync(join(root, name)).includes('handler.ts'))
  expect(folders.map(({ name }) => name).toSorted()).toEqual(records.map(({ name }) => folderOf(name)).toSorted())
  expect(withHandler.map(({ name }) => name).toSorted()).toEqual(queued.map(({ name }) => folderOf(name)).toSorted())
})

test('names, functions and paths are given once', () => {
  const starts = records.flatMap(({ http }) => (http ? [http] : []))
  for (const names of [
    records.map(({ name }) => name),
    starts.map(({ functionName }) => functionName),
    starts.map(({ path }) => path),
  ])
    expect(new Set(names).size).toBe(names.length)
})

test('reconcile has a record, under the name that its runs have', () => {
  expect(operationRecords.get(reconcileOperation)).toMatchObject({ lane: null, http: null })
})

describe.each(records)('$name', (record) => {
  test('is data: its file imports zod and the shared room alone', () => {
    const text = readFileSync(join(root, folderOf(record.name), 'record.ts'), 'utf8')
    const imported = [...text.matchAll(/(?:from|import|require)\s*\(?'([^']+)'/g)].map((match) => match[1]!)
    expect(imported.filter((from) => from !== 'zod' && !from.startsWith('../../shared/'))).toEqual([])
  })

  test('says in words what it is, and what its items are', () => {
    expect(record.name).toMatch(/^[a-z_]+\.[a-z_]+$/)
    expect(record.label).toMatch(/^[A-Z][^.]+$/)
    expect(record.items.one).not.toBe(record.items.many)
    expect(record.expectedSeconds).toBeGreaterThan(0)
  })

  test('takes an input and gives a result that JSON can hold, and refuses what it does not know', () => {
    for (const schema of [record.input, record.result]) expect(() => z.toJSONSchema(schema)).not.toThrow()
    const strange = record.input.safeParse({ 'no such property': 1 })
    expect(strange.error?.issues.map(({ code }) => code)).toContain('unrecognized_keys')
  })

  test('has an identity of properties that its input has', () => {
    expect(record.identity.filter((name) => !(name in record.input.shape))).toEqual([])
  })

  test('narrows for requests only what its input has', () => {
    expect(Object.keys(record.requested ?? {}).filter((name) => !(name in record.input.shape))).toEqual([])
  })

  test('lets a rerun set what its input has, and makes it part of its identity', () => {
    const sets = record.rerun?.sets ?? []
    expect(sets.filter((name) => !(name in record.input.shape) || !record.identity.includes(name))).toEqual([])
  })

  test('is started over HTTP only where it runs in a queue, under a name and a path that can be used', () => {
    if (!record.http) return
    expect(record.lane).not.toBeNull()
    expect(record.http.functionName).toMatch(/^[a-z][A-Za-z]+$/)
    expect(record.http.path).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(record.http.bodyLimit ?? 0).toBeLessThanOrEqual(1024 * 1024)
  })
})

describe.each(queued)('$name', (record) => {
  test('succeeds in an empty tenant, and leaves a result of its schema', async () => {
    const { runId } = await admitTest(database, { operation: record.name, lane: record.lane!, input: inputOf(record) })
    const deps = { ...runnerDeps(database.db), operations: operations() }
    await runMessage(deps, record.lane!, { v: 1, runId }, delivery())
    const run = (await readRun(database.db, runId))!
    expect(run).toMatchObject({ status: 'succeeded', error: null })
    expect(record.result.safeParse(run.result)).toMatchObject({ success: true })
  })

  test('ends with the signal’s reason when it is stopped', async () => {
    const run = await claimRun(database, (await admitTest(database, { operation: record.name })).runId)
    await database.sql`insert into policies (tenant_id, source, graph_id, graph_policy_id, policy_type, name, content_hash, assignments_state, raw)
      values (${database.tenant.externalId}, 's', 'a', 'a', 't', 'a', 'h', 'read', '')`
    const context = { ...contextOf(run, database.tenant), signal: AbortSignal.abort(new Error('stopped')) }
    await expect(operations().get(record.name)!.run(inputOf(record), context)).rejects.toThrow('stopped')
  })
})

/** The input of a start that says nothing. */
function inputOf({ input }: (typeof queued)[number]): unknown {
  return input.parse({})
}
