import type { Db } from '../../db/database'
import type { Graph } from '../../graph/types'
import type { Catalog, StoredDefinition } from '../stored/definition'
import type { Clock } from '../../shared/clock'
import { catalogState, claimCatalog, extendCatalogLease, releaseCatalog } from './catalog-lease'
import { type DefinitionsById, loadDefinitions, storeDefinitions } from './definitions'
import { trimDefinition } from './trim-definition'

interface Deps {
  db: Db
  clock: Clock
}

interface FetchRequest {
  catalog: Catalog
  /** Lower-cased ids that the database does not know. */
  missing: readonly string[]
  graph: Graph
  signal?: AbortSignal | undefined
}

/** How long to wait for another instance that reads the same catalog (longer than its lease), and how often to check. */
const maxWaitMs = 90_000
const pollMs = 1_000

/**
 * Fetches a few definitions by `$batch` and stores them. A 404 is stored too: Graph does not know the id. After any other
 * failure the id stays missing.
 */
export async function fetchSingly({ db }: Deps, { catalog, missing, graph }: FetchRequest): Promise<DefinitionsById> {
  const found = new Map<string, StoredDefinition | null>()
  const answers = await graph.batch(
    missing.map((id) => ({ version: 'beta', path: `deviceManagement/${catalog}/${encodeURIComponent(id)}` })),
  )
  for (const [i, answer] of answers.entries()) {
    if (answer.status === 200) addDefinition(found, answer.body)
    if (answer.status === 404 || answer.status === 200) found.set(missing[i]!, found.get(missing[i]!) ?? null)
  }
  await storeDefinitions(db, catalog, found)
  return found
}

/**
 * Reads the whole catalog and stores it page by page; ids that it does not have are stored as unknown. Only one instance
 * reads at a time; the others wait and use what it stored.
 */
export async function fetchCatalog(deps: Deps, request: FetchRequest): Promise<DefinitionsById> {
  const { db, clock } = deps
  const { catalog, missing, signal } = request
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const { beingRead, justRead } = await catalogState(db, catalog)
    if (justRead && !beingRead) return loadJustStored(deps, request)
    if (await claimCatalog(db, catalog)) return readCatalog(deps, request)
    if (waitedMs >= maxWaitMs) return (await loadDefinitions(db, catalog, missing)).fresh
    await clock.sleep(pollMs, signal)
  }
}

async function readCatalog({ db }: Deps, { catalog, missing, graph }: FetchRequest): Promise<DefinitionsById> {
  const found = new Map<string, StoredDefinition | null>(missing.map((id) => [id, null]))
  let read = false
  try {
    const query = { $top: '1000' }
    for await (const page of graph.pages({ version: 'beta', path: `deviceManagement/${catalog}`, query })) {
      const onPage = new Map<string, StoredDefinition | null>()
      for (const raw of page.value) addDefinition(onPage, raw)
      await storeDefinitions(db, catalog, onPage)
      for (const [id, definition] of onPage) if (found.has(id)) found.set(id, definition)
      await extendCatalogLease(db, catalog)
    }
    await storeDefinitions(db, catalog, unknownIds(found))
    read = true
    return found
  } finally {
    await releaseCatalog(db, catalog, read)
  }
}

/** Loads what another instance has just stored. An id that is not there is unknown to Graph. */
async function loadJustStored({ db }: Deps, { catalog, missing }: FetchRequest): Promise<DefinitionsById> {
  const { fresh } = await loadDefinitions(db, catalog, missing)
  const found = new Map(missing.map((id) => [id, fresh.get(id) ?? null]))
  await storeDefinitions(db, catalog, unknownIds(found))
  return found
}

function unknownIds(found: DefinitionsById): DefinitionsById {
  return new Map([...found].filter(([, definition]) => definition === null))
}

function addDefinition(found: Map<string, StoredDefinition | null>, raw: unknown): void {
  const definition = trimDefinition(raw)
  if (definition) found.set(definition.id.toLowerCase(), definition)
}
