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

/** More unknown ids than this, asked for one by one so far or now: the whole catalog is read, which is fewer requests. */
const bulkAbove = 200
/** Definitions kept in this process; a trimmed one takes some hundred bytes. */
const remembered = 20_000

interface Question {
  ids: readonly string[]
  graph: Graph
  answered(): void
  failed(error: unknown): void
}

/**
 * Definitions from memory, else from the database, else from Graph (a few by `$batch`, many by one read of the catalog).
 * Policies read side by side wait for one look-up and then ask together, so no id is asked for twice. A name that cannot
 * be had never stops a sync: the setting is named by its id until the next one.
 */
export function createNaming(db: Db, log: Log): Naming {
  const known = new Map<string, StoredDefinition | null>()
  const askedSingly = new Map<string, number>()
  const waiting = new Map<string, Question[]>()

  async function learn(catalog: string, ids: readonly string[], graph: Graph): Promise<void> {
    const unknown = ids.filter((id) => !known.has(`${catalog}/${id}`))
    if (unknown.length === 0) return
    const stored = await loadDefinitions(db, catalog, unknown)
    remember(catalog, stored)
    const missing = unknown.filter((id) => !stored.has(id))
    if (missing.length === 0) return
    const singly = (askedSingly.get(catalog) ?? 0) + missing.length
    const bulk = singly > bulkAbove
    const fetched = await fetchDefinitions(catalog, missing, bulk, graph.forDefinitions())
    askedSingly.set(catalog, bulk ? 0 : singly)
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

  /** Answers everybody who waits for this catalog, until nobody does. */
  async function answerAll(catalog: string, queue: Question[]): Promise<void> {
    while (queue.length > 0) {
      const questions = queue.slice()
      const ids = [...new Set(questions.flatMap((question) => question.ids))]
      const outcome = await learn(catalog, ids, questions[0]!.graph).then(
        () => (question: Question) => question.answered(),
        (error: unknown) => (question: Question) => question.failed(error),
      )
      queue.splice(0, questions.length).forEach(outcome)
    }
  }

  function ask(catalog: string, ids: readonly string[], graph: Graph): Promise<void> {
    return new Promise((answered, failed) => {
      const queue = waiting.get(catalog) ?? []
      waiting.set(catalog, queue)
      queue.push({ ids, graph, answered, failed })
      if (queue.length === 1) void answerAll(catalog, queue)
    })
  }

  return {
    async namesFor(catalog, ids, graph) {
      const wanted = [...new Set([...ids].map((id) => id.toLowerCase()))]
      await ask(catalog, wanted, graph).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error // stopped, fenced, or the database: not about names
        log('definitions_unavailable', { catalog, error: toSafeError(error).code })
      })
      const names = new Map(wanted.map((id) => [id, known.get(`${catalog}/${id}`) ?? undefined]))
      return (id) => names.get(id.toLowerCase())
    },
  }
}

async function fetchDefinitions(catalog: string, missing: string[], bulk: boolean, graph: Graph): Promise<Found> {
  const path = `deviceManagement/${catalog}`
  const found = new Map<string, StoredDefinition | null>(missing.map((id) => [id, null]))
  const keep = (raw: unknown) => {
    const definition = trimDefinition(raw)
    if (definition) found.set(definition.id.toLowerCase(), definition)
  }
  if (bulk) {
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
