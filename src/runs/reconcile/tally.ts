import type { Repairs } from './record'

/** What a pass repaired, by workspace. */
export interface Tally {
  add(workspaceId: string, kind: keyof Repairs): void
  of(workspaceId: string): Repairs
  workspaces(): string[]
  total(): Repairs
}

const none = (): Repairs => ({ expired: 0, lanes: 0, sent: 0, scheduled: 0 })

export function createTally(): Tally {
  const byWorkspace = new Map<string, Repairs>()
  const of = (workspaceId: string) => byWorkspace.get(workspaceId) ?? none()
  return {
    add(workspaceId, kind) {
      const repairs = of(workspaceId)
      repairs[kind]++
      byWorkspace.set(workspaceId, repairs)
    },
    of,
    workspaces: () => [...byWorkspace.keys()],
    total() {
      const sum = none()
      for (const repairs of byWorkspace.values())
        for (const kind of Object.keys(sum) as (keyof Repairs)[]) sum[kind] += repairs[kind]
      return sum
    },
  }
}
