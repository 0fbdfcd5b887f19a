import type { Repairs } from './record'

/** Counts the repairs of one pass by workspace. */
export interface RepairCounter {
  add(workspaceId: string, kind: keyof Repairs): void
  of(workspaceId: string): Repairs
  workspaces(): string[]
  total(): Repairs
}

const none = (): Repairs => ({ expired: 0, lanes: 0, sent: 0, scheduled: 0 })

/** Starts a counter at zero. */
export function createRepairCounter(): RepairCounter {
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
