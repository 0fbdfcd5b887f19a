import { AppError } from '../../../src/shared/errors'
import type { Graph, GraphRequest } from '../../../src/graph/types'
import { claimCatalog, releaseCatalog } from '../../../src/intune/definitions/catalog-lease'
import { createDefinitionCache } from '../../../src/intune/definitions/definition-cache'
import { AttemptStopped } from '../../../src/runs/worker/attempt-stopped'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { createTestClock } from '../../support/harness'

const catalog = 'configurationSettings'
let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

const definition = (id: string, displayName = `Name of ${id}`) => ({ id, name: id, displayName })

/** A Graph with these definitions; `asked` lists its requests in order. */
function catalogGraph(definitions: object[], { fails }: { fails?: unknown } = {}) {
  const asked: string[] = []
  const refuse = () => {
    if (fails !== undefined) throw fails
  }
  const graph = {
    async *pages({ path }: GraphRequest) {
      asked.push(path)
      await Promise.resolve()
      refuse()
      yield { value: definitions, restarted: false }
    },
    async batch(requests: readonly GraphRequest[]) {
      asked.push(`batch of ${requests.length}`)
      await Promise.resolve()
      refuse()
      return requests.map(({ path }) => {
        const id = decodeURIComponent(path.split('/').at(-1)!)
        const found = (definitions as { id: string }[]).find((one) => one.id.toLowerCase() === id)
        return found ? { status: 200, body: found } : { status: 404, body: {} }
      })
    },
    forDefinitions: () => graph as unknown as Graph,
  }
  return { graph: graph as unknown as Graph, asked }
}

const newCache = (clock = createTestClock(), log = () => {}) => createDefinitionCache({ db: database.db, log, clock })
const many = (count: number) => Array.from({ length: count }, (_, n) => definition(`setting_${n}`))
const ids = (list: { id: string }[]) => new Set(list.map(({ id }) => id))

test('a few unknown ids are requested once by $batch and then found in memory and database, for all tenants', async () => {
  const { graph, asked } = catalogGraph([definition('A_B')])
  const first = newCache()
  const findDefinition = await first.definitionsFor(catalog, new Set(['a_b', 'A_b', 'gone']), { graph })
  expect(findDefinition('A_B')?.displayName).toBe('Name of A_B')
  expect(findDefinition('gone')).toBeUndefined()
  await first.definitionsFor(catalog, new Set(['a_b', 'gone']), { graph })
  const other = catalogGraph([])
  const again = await newCache().definitionsFor(catalog, new Set(['a_b', 'gone']), { graph: other.graph })
  expect(again('a_b')?.displayName).toBe('Name of A_B')
  expect([asked, other.asked]).toEqual([['batch of 2'], []])
})

test('policies that are read at the same time share one request', async () => {
  const { graph, asked } = catalogGraph(many(30))
  const shared = newCache()
  await Promise.all(many(30).map(({ id }) => shared.definitionsFor(catalog, new Set([id]), { graph })))
  expect(asked).toEqual(['batch of 1', 'batch of 29'])
})

test('more than 200 unknown ids cause one read of the catalog; ids that it lacks are stored as unknown', async () => {
  const { graph, asked } = catalogGraph(many(250))
  const findDefinition = await newCache().definitionsFor(catalog, new Set([...ids(many(250)), 'unknown']), { graph })
  expect(findDefinition('SETTING_249')?.displayName).toBe('Name of setting_249')
  expect(asked).toEqual(['deviceManagement/configurationSettings'])
  const again = await newCache().definitionsFor(catalog, new Set(['unknown']), { graph })
  expect(again('unknown')).toBeUndefined()
  expect(asked).toHaveLength(1)
})

test('one instance reads the catalog; another waits and finds what it stored', async () => {
  await claimCatalog(database.db, catalog)
  const reader = catalogGraph(many(250))
  const clock = createTestClock()
  let slept = 0
  const waiting = {
    ...clock,
    async sleep() {
      if (++slept < 3) return
      // the other instance has read the catalog by now
      await releaseCatalog(database.db, catalog, false)
      await newCache().definitionsFor(catalog, ids(many(250)), { graph: reader.graph })
    },
  }
  const { graph, asked } = catalogGraph([])
  const findDefinition = await newCache(waiting).definitionsFor(catalog, ids(many(250)), { graph })
  expect(findDefinition('setting_7')?.displayName).toBe('Name of setting_7')
  expect({ asked, slept }).toEqual({ asked: [], slept: 3 })
})

test('when the reading instance dies, another one reads after its lease ends', async () => {
  await claimCatalog(database.db, catalog)
  const clock = createTestClock()
  const sleep = async () => {
    await database.sql`update definition_catalogs set reading_until = now() - interval '1 second'`
  }
  const { graph, asked } = catalogGraph(many(250))
  const findDefinition = await newCache({ ...clock, sleep }).definitionsFor(catalog, ids(many(250)), { graph })
  expect(findDefinition('setting_0')).toBeDefined()
  expect(asked).toHaveLength(1)
})

test('after waiting some time for another instance, a sync goes on without names', async () => {
  await claimCatalog(database.db, catalog)
  const clock = { ...createTestClock(), sleep: () => Promise.resolve() }
  const { graph, asked } = catalogGraph(many(250))
  const findDefinition = await newCache(clock).definitionsFor(catalog, ids(many(250)), { graph })
  expect(findDefinition('setting_0')).toBeUndefined()
  expect(asked).toEqual([])
})

test('expired definitions are requested again, and used while Graph does not answer', async () => {
  await newCache().definitionsFor(catalog, new Set(['a']), { graph: catalogGraph([definition('a', 'Old')]).graph })
  await database.sql`update setting_definitions set fetched_at = now() - interval '31 days'`
  const logged: string[] = []
  const broken = catalogGraph([], { fails: new AppError('graph.unavailable') })
  const shared = createDefinitionCache({
    db: database.db,
    log: (event) => void logged.push(event),
    clock: createTestClock(),
  })
  const findDefinition = await shared.definitionsFor(catalog, new Set(['a']), { graph: broken.graph })
  expect(findDefinition('a')?.displayName).toBe('Old')
  expect(logged).toEqual(['definitions_unavailable'])
  const renewed = await newCache().definitionsFor(catalog, new Set(['a']), {
    graph: catalogGraph([definition('a', 'New')]).graph,
  })
  expect(renewed('a')?.displayName).toBe('New')
})

test('without Graph only stored definitions are used, however old', async () => {
  await newCache().definitionsFor(catalog, new Set(['a']), { graph: catalogGraph([definition('a')]).graph })
  await database.sql`update setting_definitions set fetched_at = now() - interval '1 year'`
  const findDefinition = await newCache().definitionsFor(catalog, new Set(['a', 'b']), { graph: null })
  expect([findDefinition('a')?.displayName, findDefinition('b')]).toEqual(['Name of a', undefined])
})

test('the cache is cleared after an hour, so that changes by other instances are seen', async () => {
  let now = 0
  const shared = newCache({ ...createTestClock(), now: () => now })
  const { graph } = catalogGraph([definition('a', 'Old')])
  await shared.definitionsFor(catalog, new Set(['a']), { graph })
  await database.sql`update setting_definitions set definition = jsonb_set(definition, '{displayName}', '"New"')`
  const name = async () => (await shared.definitionsFor(catalog, new Set(['a']), { graph }))('a')?.displayName
  expect(await name()).toBe('Old')
  now = 3_600_000
  expect(await name()).toBe('New')
})

test('an error that stops one run does not stop another that waits for the same definitions', async () => {
  const stopped = catalogGraph([], { fails: new AttemptStopped('cancelled') })
  const { graph } = catalogGraph([definition('a')])
  const shared = newCache()
  const [one, other] = await Promise.allSettled([
    shared.definitionsFor(catalog, new Set(['a']), { graph: stopped.graph }),
    shared.definitionsFor(catalog, new Set(['a']), { graph }),
  ])
  expect(one).toMatchObject({ status: 'rejected', reason: expect.any(AttemptStopped) })
  expect(other.status === 'fulfilled' && other.value('a')?.displayName).toBe('Name of a')
})
