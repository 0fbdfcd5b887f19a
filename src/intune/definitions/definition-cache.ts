import type { Db } from '../../db/database'
import { AppError, toSafeError } from '../../shared/errors'
import type { Graph } from '../../graph/types'
import type { Log } from '../../shared/log'
import type { Catalog, StoredDefinition } from '../stored/definition'
import type { Clock } from '../../shared/clock'
import { type DefinitionsById, loadDefinitions } from './definitions'
import { fetchCatalog, fetchSingly } from './fetch-definitions'
import type { FindDefinition } from './find-definition'
import { createLookupQueue, type LookupOptions } from './lookup-queue'

/** Finds setting definitions; they say what the portal calls a setting. */
export interface DefinitionCache {
  /** Loads the definitions with these ids. Never fails because a definition is missing or Graph is unavailable. */
  definitionsFor(catalog: Catalog, ids: ReadonlySet<string>, options: LookupOptions): Promise<FindDefinition>
}

/** Above this number of ids fetched one by one, the whole catalog is read, because that takes fewer requests. */
const maxFetchedSingly = 200
/** Definitions in this process's memory; a trimmed one takes some hundred bytes. */
const maxCached = 20_000
const cacheMs = 3_600_000

/**
 * Looks definitions up in memory, then in the database, then in Graph (a few by `$batch`, many by reading the whole catalog).
 * When Graph fails, an expired definition is used; without one, the setting is named by its id until the next sync.
 */
export function createDefinitionCache({ db, log, clock }: { db: Db; log: Log; clock: Clock }): DefinitionCache {
  const cached = new Map<string, StoredDefinition | null>()
  let cachedSince = clock.now()
  const fetchedSingly = new Map<Catalog, number>()

  const loadIntoCache = createLookupQueue(async (catalog, ids, { graph, signal }) => {
    clearAfterAnHour()
    const unknown = ids.filter((id) => !cached.has(`${catalog}/${id}`))
    if (unknown.length === 0) return
    const { fresh, expired } = await loadDefinitions(db, catalog, unknown)
    cache(catalog, fresh)
    const missing = unknown.filter((id) => !fresh.has(id))
    if (missing.length === 0) return
    try {
      if (graph) cache(catalog, await fetch(catalog, missing, graph.forDefinitions(), signal))
    } finally {
      cache(catalog, new Map([...expired].filter(([id]) => !cached.has(`${catalog}/${id}`))))
    }
  })

  async function fetch(
    catalog: Catalog,
    missing: readonly string[],
    graph: Graph,
    signal?: AbortSignal,
  ): Promise<DefinitionsById> {
    const singly = (fetchedSingly.get(catalog) ?? 0) + missing.length
    const bulk = singly > maxFetchedSingly
    fetchedSingly.set(catalog, bulk ? 0 : singly)
    return (bulk ? fetchCatalog : fetchSingly)({ db, clock }, { catalog, missing, graph, signal })
  }

  /** Forgets everything once an hour, so that updates by other instances are seen. */
  function clearAfterAnHour(): void {
    if (clock.now() - cachedSince < cacheMs) return
    cached.clear()
    fetchedSingly.clear()
    cachedSince = clock.now()
  }

  function cache(catalog: Catalog, found: DefinitionsById): void {
    for (const [id, definition] of found) cached.set(`${catalog}/${id}`, definition)
    for (const key of cached.keys()) {
      if (cached.size <= maxCached) break
      cached.delete(key)
    }
  }

  return {
    async definitionsFor(catalog, ids, options) {
      const lowerCased = [...new Set([...ids].map((id) => id.toLowerCase()))]
      await loadIntoCache(catalog, lowerCased, options).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error // the run was stopped or fenced, or the database failed
        log('definitions_unavailable', { catalog, code: toSafeError(error).code })
      })
      const found = new Map(lowerCased.map((id) => [id, cached.get(`${catalog}/${id}`) ?? undefined]))
      return (id) => found.get(id.toLowerCase())
    },
  }
}
