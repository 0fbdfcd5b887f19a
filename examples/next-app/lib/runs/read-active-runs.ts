import type { Answered, Client } from '../tenantpilot/client'
import { ifNoneMatch } from '../tenantpilot/if-none-match'
import type { ListedRun, Runs } from '../tenantpilot/schema'
import { joinEtags, splitEtag } from './joint-etag'

/** What waits or works in all workspaces of the caller. */
export interface ActiveRuns {
  /** At most twenty of each workspace, the newest first. */
  runs: ListedRun[]
  /** There are more. */
  more: boolean
}

/** Reads the active runs of all workspaces of the caller; only the status when nothing has changed since `etag`. */
export async function readActiveRuns(client: Client, etag?: string | null): Promise<Answered<ActiveRuns>> {
  const { items: workspaces } = await client('listWorkspaces', {})
  const known = splitEtag(etag)
  const read = (workspaceId: string, since?: string) =>
    client.withHeaders('listWorkspaceRuns', {
      params: { workspaceId },
      query: { active: 'true', limit: 20 },
      headers: ifNoneMatch(since),
    })
  const first = await Promise.all(workspaces.map(({ workspaceId }) => read(workspaceId, known.get(workspaceId))))
  const retryAfterMs = Math.max(0, ...first.map((answered) => answered.retryAfterMs ?? 0)) || undefined
  if (known.size === workspaces.length && workspaces.length > 0 && first.every(({ status }) => status === 304))
    return { status: 304, etag: etag ?? undefined, retryAfterMs, answer: null }
  const pages = await Promise.all(
    workspaces.map(async ({ workspaceId }, index) => {
      const known = first[index]!
      return known.status === 304 ? read(workspaceId) : known
    }),
  )
  const together = joinEtags(workspaces.map(({ workspaceId }, index) => [workspaceId, pages[index]!.etag]))
  return { status: 200, etag: together, retryAfterMs, answer: joinPages(pages.map(({ answer }) => answer)) }
}

function joinPages(pages: readonly (Runs | null)[]): ActiveRuns {
  const runs = pages.flatMap((page) => page?.items ?? [])
  return {
    runs: runs.sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
    more: pages.some((page) => page?.nextCursor),
  }
}
