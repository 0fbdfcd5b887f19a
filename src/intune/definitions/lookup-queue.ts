import type { Graph } from '../../graph/types'
import type { Catalog } from '../stored/definition'

export interface LookupOptions {
  /** Null: use the database only, however old its definitions are. */
  graph: Graph | null
  signal?: AbortSignal
}

/** Loads the definitions with these lower-cased ids. */
export type Lookup = (catalog: Catalog, ids: readonly string[], options: LookupOptions) => Promise<void>

interface PendingLookup {
  ids: readonly string[]
  options: LookupOptions
  resolve(): void
  reject(error: unknown): void
}

/** Key of the queues of look-ups without Graph. */
const noGraph = {}

/**
 * Joins look-ups of one catalog: all that wait while one is running become the next one, so no id is requested twice. Each
 * Graph session has its own queues, so an error or a stop of one run does not reach another run.
 */
export function createLookupQueue(load: Lookup): Lookup {
  const queuesByGraph = new WeakMap<object, Map<Catalog, PendingLookup[]>>()

  function queueOf(catalog: Catalog, { graph }: LookupOptions): PendingLookup[] {
    const queues = queuesByGraph.get(graph ?? noGraph) ?? new Map<Catalog, PendingLookup[]>()
    queuesByGraph.set(graph ?? noGraph, queues)
    const queue = queues.get(catalog) ?? []
    queues.set(catalog, queue)
    return queue
  }

  async function processQueue(catalog: Catalog, queue: PendingLookup[]): Promise<void> {
    while (queue.length > 0) {
      const lookups = queue.slice()
      const ids = [...new Set(lookups.flatMap((lookup) => lookup.ids))]
      const settle = await load(catalog, ids, lookups[0]!.options).then(
        () => (lookup: PendingLookup) => lookup.resolve(),
        (error: unknown) => (lookup: PendingLookup) => lookup.reject(error),
      )
      queue.splice(0, lookups.length).forEach(settle)
    }
  }

  return (catalog, ids, options) =>
    new Promise((resolve, reject) => {
      const queue = queueOf(catalog, options)
      queue.push({ ids, options, resolve, reject })
      if (queue.length === 1) void processQueue(catalog, queue)
    })
}
