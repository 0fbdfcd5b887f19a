import type { Graph, GraphPage, GraphRequest } from '../../src/graph/types'

/** A list's answer: pages as they come, a list begun anew among them. */
type Pages = (unknown[] | GraphPage)[]

/** A Graph that answers from a table, by path, and remembers what it was asked. */
export function fakeGraph(lists: Record<string, Pages>, objects: Record<string, unknown> = {}) {
  const asked: GraphRequest[] = []
  const graph: Graph = {
    async *pages(request) {
      asked.push(request)
      const pages = lists[request.path]
      if (!pages) throw new Error(`The test knows no list ${request.path}`)
      for (const page of pages)
        yield await Promise.resolve(Array.isArray(page) ? { value: page, restarted: false } : page)
    },
    get(request) {
      asked.push(request)
      return Promise.resolve(objects[request.path])
    },
    batch: () => Promise.reject(new Error('No policy here is read in batches.')),
    forDefinitions: () => graph,
    metrics: { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 },
  }
  return { graph, asked }
}
