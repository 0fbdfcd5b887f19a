import type { Db } from '../../db/database'
import { AppError, toSafeError } from '../../shared/errors'
import type { Graph } from '../../graph/types'
import type { Log } from '../../shared/log'
import type { Catalog, StoredDefinition } from '../stored/definition'
import type { Clock } from '../../shared/clock'
import { type Found, loadDefinitions } from './definitions'
import { fetchCatalog, fetchSingly } from './fetch-definitions'
import type { SettingNames } from './names'

/** Who asks for names. */
interface Asker {
  /** Null: only what is stored is asked, however old. */
  graph: Graph | null
  signal?: AbortSignal
}

/** Finds the names for a policy's definitions. */
export interface Naming {
  namesFor(catalog: Catalog, ids: ReadonlySet<string>, asker: Asker): Promise<SettingNames>
}

/** More unknown ids than this, asked for one by one so far or now: the whole catalog is read, which is fewer requests. */
const bulkAbove = 200
/** Definitions kept in this process, and for how long; a trimmed one takes some hundred bytes. */
const remembered = 20_000
const rememberMs = 3_600_000

/** In the place of a Graph where none is asked. */
const nobody = {}

interface Question {
  ids: readonly string[]
  asker: Asker
  answered(): void
  failed(error: unknown): void
}

/**
 * Definitions from memory, else from the database, else from Graph (a few by `$batch`, many by one read of the catalog).
 * Policies of a run wait for one look-up and then ask together, so no id is asked for twice; runs never wait for each
 * other's Graph, since what stops one shall not stop another. A name that cannot
 * be had never stops a sync: an older one is used, else the setting is named by its id until the next sync.
 */
export function createNaming({ db, log, clock }: { db: Db; log: Log; clock: Clock }): Naming {
  const known = new Map<string, StoredDefinition | null>()
  let knownSince = clock.now()
  const askedSingly = new Map<Catalog, number>()
  const waiting = new WeakMap<object, Map<Catalog, Question[]>>()

  async function learn(catalog: Catalog, ids: readonly string[], { graph, signal }: Asker): Promise<void> {
    forgetOld()
    const unknown = ids.filter((id) => !known.has(`${catalog}/${id}`))
    if (unknown.length === 0) return
    const { fresh, expired } = await loadDefinitions(db, catalog, unknown)
    remember(catalog, fresh)
    const missing = unknown.filter((id) => !fresh.has(id))
    if (missing.length === 0) return
    try {
      if (graph) remember(catalog, await fetch(catalog, missing, graph.forDefinitions(), signal))
    } finally {
      remember(catalog, new Map([...expired].filter(([id]) => !known.has(`${catalog}/${id}`))))
    }
  }

  async function fetch(
    catalog: Catalog,
    missing: readonly string[],
    graph: Graph,
    signal?: AbortSignal,
  ): Promise<Found> {
    const singly = (askedSingly.get(catalog) ?? 0) + missing.length
    const bulk = singly > bulkAbove
    askedSingly.set(catalog, bulk ? 0 : singly)
    return (bulk ? fetchCatalog : fetchSingly)({ db, clock }, { catalog, missing, graph, signal })
  }

  function forgetOld(): void {
    if (clock.now() - knownSince < rememberMs) return
    known.clear()
    askedSingly.clear()
    knownSince = clock.now()
  }

  function remember(catalog: Catalog, found: Found): void {
    for (const [id, definition] of found) known.set(`${catalog}/${id}`, definition)
    for (const key of known.keys()) {
      if (known.size <= remembered) break
      known.delete(key)
    }
  }

  /** Answers everybody who waits for this catalog, until nobody does. */
  async function answerAll(catalog: Catalog, queue: Question[]): Promise<void> {
    while (queue.length > 0) {
      const questions = queue.slice()
      const ids = [...new Set(questions.flatMap((question) => question.ids))]
      const outcome = await learn(catalog, ids, questions[0]!.asker).then(
        () => (question: Question) => question.answered(),
        (error: unknown) => (question: Question) => question.failed(error),
      )
      queue.splice(0, questions.length).forEach(outcome)
    }
  }

  function queueOf(catalog: Catalog, { graph }: Asker): Question[] {
    const queues = waiting.get(graph ?? nobody) ?? new Map<Catalog, Question[]>()
    waiting.set(graph ?? nobody, queues)
    const queue = queues.get(catalog) ?? []
    queues.set(catalog, queue)
    return queue
  }

  function ask(catalog: Catalog, ids: readonly string[], asker: Asker): Promise<void> {
    return new Promise((answered, failed) => {
      const queue = queueOf(catalog, asker)
      queue.push({ ids, asker, answered, failed })
      if (queue.length === 1) void answerAll(catalog, queue)
    })
  }

  return {
    async namesFor(catalog, ids, asker) {
      const wanted = [...new Set([...ids].map((id) => id.toLowerCase()))]
      await ask(catalog, wanted, asker).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error // stopped, fenced, or the database: not about names
        log('definitions_unavailable', { catalog, code: toSafeError(error).code })
      })
      const names = new Map(wanted.map((id) => [id, known.get(`${catalog}/${id}`) ?? undefined]))
      return (id) => names.get(id.toLowerCase())
    },
  }
}
