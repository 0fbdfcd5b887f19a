import type { Graph } from '../../src/graph/types'

/** Graph of a tenant in which every list is empty. Like the real one, it answers nothing after the signal. */
export function emptyGraph(signal: AbortSignal): Graph {
  const answer = async <T>(value: T): Promise<T> => {
    signal.throwIfAborted()
    return value
  }
  return {
    async *pages() {
      yield await answer({ value: [], restarted: false })
    },
    get: () => answer({ value: [] }),
    batch: (requests) => answer(requests.map(() => ({ status: 200, body: { value: [] } }))),
    permissions: () => answer([]),
    forDefinitions: () => emptyGraph(signal),
    metrics: { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 },
  }
}
