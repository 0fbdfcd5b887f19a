import type { Db } from '../../db/database'
import type { Graph } from '../../graph/types'
import type { Catalog, StoredDefinition } from '../stored/definition'
import type { Time } from '../../shared/clock'
import { catalogState, claimCatalog, extendCatalogLease, releaseCatalog } from './catalog-lease'
import { type DefinitionsById, loadDefinitions, storeDefinitions } from './definitions'
import { trimDefinition } from './trim-definition'

interface Deps {
  db: Db
  time: Time
}

interface Wanted {
  catalog: Catalog
  /** Lower-cased ids that the database does not know. */
  missing: readonly string[]
  graph: Graph
  signal?: AbortSignal | undefined
}

/** How long another instance that reads the same catalog is waited for (more than its lease), and how often it is looked at. */
const patienceMs = 90_000
const lookEveryMs = 1_000

/**
 * A few definitions by `$batch`. 404: Graph does not know the id, which is remembered for a while; any other failure is no
 * answer about the id.
 */
export async function fetchSingly({ db }: Deps, { catalog, missing, graph }: Wanted): Promise<DefinitionsById> {
  const found = new Map<string, StoredDefinition | null>()
  const answers = await graph.batch(
    missing.map((id) => ({ version: 'beta', path: `deviceManagement/${catalog}/${encodeURIComponent(id)}` })),
  )
  for (const [i, answer] of answers.entries()) {
    if (answer.status === 200) keep(found, answer.body)
    if (answer.status === 404 || answer.status === 200) found.set(missing[i]!, found.get(missing[i]!) ?? null)
  }
  await storeDefinitions(db, catalog, found)
  return found
}

/**
 * Many definitions by one read of the whole catalog, stored page by page. One instance reads at a time; the others wait for
 * what it stores. What the catalog does not have is unknown.
 */
export async function fetchCatalog(deps: Deps, wanted: Wanted): Promise<DefinitionsById> {
  const { db, time } = deps
  const { catalog, missing, signal } = wanted
  for (let waited = 0; ; waited += lookEveryMs) {
    const { beingRead, justRead } = await catalogState(db, catalog)
    if (justRead && !beingRead) return fromStore(deps, wanted)
    if (await claimCatalog(db, catalog)) return readCatalog(deps, wanted)
    if (waited >= patienceMs) return (await loadDefinitions(db, catalog, missing)).fresh
    await time.sleep(lookEveryMs, signal)
  }
}

async function readCatalog({ db }: Deps, { catalog, missing, graph }: Wanted): Promise<DefinitionsById> {
  const found = new Map<string, StoredDefinition | null>(missing.map((id) => [id, null]))
  let read = false
  try {
    const query = { $top: '1000' }
    for await (const page of graph.pages({ version: 'beta', path: `deviceManagement/${catalog}`, query })) {
      const onPage = new Map<string, StoredDefinition | null>()
      for (const raw of page.value) keep(onPage, raw)
      await storeDefinitions(db, catalog, onPage)
      for (const [id, definition] of onPage) if (found.has(id)) found.set(id, definition)
      await extendCatalogLease(db, catalog)
    }
    await storeDefinitions(db, catalog, unknownOf(found))
    read = true
    return found
  } finally {
    await releaseCatalog(db, catalog, read)
  }
}

/** Somebody has just read the whole catalog: what is not there does not exist. */
async function fromStore({ db }: Deps, { catalog, missing }: Wanted): Promise<DefinitionsById> {
  const { fresh } = await loadDefinitions(db, catalog, missing)
  const found = new Map(missing.map((id) => [id, fresh.get(id) ?? null]))
  await storeDefinitions(db, catalog, unknownOf(found))
  return found
}

function unknownOf(found: DefinitionsById): DefinitionsById {
  return new Map([...found].filter(([, definition]) => definition === null))
}

function keep(found: Map<string, StoredDefinition | null>, raw: unknown): void {
  const definition = trimDefinition(raw)
  if (definition) found.set(definition.id.toLowerCase(), definition)
}
