import type { Db } from '../db/database'
import type { StoredDefinition } from '../db/schema'
import { AppError, toSafeError } from '../errors'
import type { Graph } from '../graph/types'
import type { Log } from '../log'
import { loadDefinitions, storeDefinitions, type Found } from './definitions'
import type { SettingNames } from './names'
import { trimDefinition } from './trim-definition'

/** Finds the names for a policy's definitions. */
export interface Naming {
  namesFor(catalog: string, ids: ReadonlySet<string>, graph: Graph): Promise<SettingNames>
}

/** More unknown ids than this at once: the whole catalog is read, which is fewer requests. */
const bulkAbove = 200
/** Definitions kept in this process; a trimmed one takes some hundred bytes. */
const remembered = 20_000

/**
 * Definitions from memory, else from the database, else from Graph (a few by `$batch`, many by one read of the catalog).
 * One look-up at a time, so that policies read side by side do not ask for the same ids. A name that cannot be had never
 * stops a sync: the setting is named by its id until the next one.
 */
export function createNaming(db: Db, log: Log): Naming {
  const known = new Map<string, StoredDefinition | null>()
  let turn: Promise<unknown> = Promise.resolve()

  async function learn(catalog: string, ids: readonly string[], graph: Graph): Promise<void> {
    const unknown = ids.filter((id) => !known.has(`${catalog}/${id}`))
    if (unknown.length === 0) return
    const stored = await loadDefinitions(db, catalog, unknown)
    remember(catalog, stored)
    const missing = unknown.filter((id) => !stored.has(id))
    if (missing.length === 0) return
    const fetched = await fetchDefinitions(catalog, missing, graph.forDefinitions())
    await storeDefinitions(db, catalog, fetched)
    remember(catalog, fetched)
  }

  function remember(catalog: string, found: Found): void {
    for (const [id, definition] of found) known.set(`${catalog}/${id}`, definition)
    for (const key of known.keys()) {
      if (known.size <= remembered) break
      known.delete(key)
    }
  }

  return {
    async namesFor(catalog, ids, graph) {
      const wanted = [...new Set([...ids].map((id) => id.toLowerCase()))]
      const mine = turn.then(() => learn(catalog, wanted, graph))
      turn = mine.catch(() => {})
      await mine.catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error // stopped, fenced, or the database: not about names
        log('definitions_unavailable', { catalog, error: toSafeError(error).code })
      })
      const names = new Map(wanted.map((id) => [id, known.get(`${catalog}/${id}`) ?? undefined]))
      return (id) => names.get(id.toLowerCase())
    },
  }
}

async function fetchDefinitions(catalog: string, missing: string[], graph: Graph): Promise<Found> {
  const path = `deviceManagement/${catalog}`
  const found = new Map<string, StoredDefinition | null>(missing.map((id) => [id, null]))
  const keep = (raw: unknown) => {
    const definition = trimDefinition(raw)
    if (definition) found.set(definition.id.toLowerCase(), definition)
  }
  if (missing.length > bulkAbove) {
    for await (const page of graph.pages({ version: 'beta', path, query: { $top: '1000' } })) page.value.forEach(keep)
    return found
  }
  const answers = await graph.batch(
    missing.map((id) => ({ version: 'beta', path: `${path}/${encodeURIComponent(id)}` })),
  )
  answers.forEach((answer, i) => {
    if (answer.status === 200) keep(answer.body)
    else if (answer.status !== 404) found.delete(missing[i]!) // not an answer about the id: ask again next time
  })
  return found
}
