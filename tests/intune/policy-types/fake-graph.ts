import type { BatchAnswer, Graph, GraphPage, GraphRequest } from '../../../src/graph/types'
import { toGraphError } from '../../../src/graph/transport/errors'

/** The answer to a list: its pages, one of which may restart it, or the status of an error. */
type Pages = (unknown[] | GraphPage)[] | number

/** A Graph that answers by path from tables, and records its requests and batches. */
export function fakeGraph(lists: Record<string, Pages>, objects: Record<string, unknown> = {}) {
  const asked: GraphRequest[] = []
  const batches: string[][] = []
  const graph: Graph = {
    async *pages(request, first) {
      const all = pagesOf(request)
      if (first === undefined) asked.push(request)
      for (const page of all) yield await Promise.resolve(page)
    },
    get(request) {
      asked.push(request)
      const object = objects[request.path]
      return typeof object === 'number' ? Promise.reject(refused(object)) : Promise.resolve(object)
    },
    batch(requests) {
      asked.push(...requests)
      batches.push(requests.map((request) => request.path))
      return Promise.resolve(requests.map(firstOf))
    },
    permissions: async () => null,
    forDefinitions: () => graph,
    metrics: { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 },
  }

  function pagesOf({ path }: GraphRequest): GraphPage[] {
    const pages = lists[path]
    if (pages === undefined) throw new Error(`The test knows no list ${path}`)
    if (typeof pages === 'number') throw refused(pages)
    return pages.map((page) => (Array.isArray(page) ? { value: page, restarted: false } : page))
  }

  function firstOf(request: GraphRequest): BatchAnswer {
    const pages = lists[request.path]
    if (typeof pages === 'number') return { status: pages, body: refusal(pages) }
    return { status: 200, body: { value: pagesOf(request)[0]?.value ?? [] } }
  }

  return { graph, asked, batches }
}

function refused(status: number): Error {
  return toGraphError({ status, body: refusal(status) })
}

function refusal(status: number) {
  return { error: { code: status === 404 ? 'ResourceNotFound' : 'Refused' } }
}
