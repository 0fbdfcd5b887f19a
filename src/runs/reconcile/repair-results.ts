import type { RunId, TenantId } from '../../shared/ids'
import { type SafeError, toSafeError } from '../../shared/errors'

const repairKinds = ['sent', 'expired', 'lanes', 'scheduled'] as const
/** `sent`: a message. `expired`: a lease. `lanes`: an idle lane. `scheduled`: a due schedule. */
export type RepairKind = (typeof repairKinds)[number]

/** Numbers of repairs by kind. */
export type Repairs = Record<RepairKind, number>

/** What a repair is about. */
export interface Subject {
  workspaceId: string
  tenantId: TenantId
  runId?: RunId
  operation?: string
}

/** A repair that failed, by itself. */
export interface FailedRepair extends Subject {
  repair: RepairKind
  error: SafeError
}

/** A look-up that failed: what it would have found is unknown. */
export interface FailedLookUp {
  lookUp: string
  error: SafeError
}

/** How a pass, or its part in one workspace, ended. */
export type PassStatus = 'succeeded' | 'partial' | 'failed'

/** Everything that one pass did, and what failed. */
export class RepairResults {
  readonly failed: FailedRepair[] = []
  readonly failedLookUps: FailedLookUp[] = []
  /** What was thrown first, for the frames of its stack. */
  firstCause: unknown
  readonly #done: { workspaceId: string; repair: RepairKind }[] = []

  addDone(repair: RepairKind, { workspaceId }: Subject): void {
    this.#done.push({ workspaceId, repair })
  }

  addFailed(repair: RepairKind, subject: Subject, cause: unknown): FailedRepair {
    const failed = { repair, ...subject, error: toSafeError(cause) }
    this.failed.push(failed)
    this.firstCause ??= cause
    return failed
  }

  addFailedLookUp(lookUp: string, cause: unknown): void {
    this.failedLookUps.push({ lookUp, error: toSafeError(cause) })
    this.firstCause ??= cause
  }

  /** Of one workspace, or of the whole pass. */
  repairs(workspaceId?: string): Repairs {
    const repairs = { sent: 0, expired: 0, lanes: 0, scheduled: 0 }
    for (const done of this.#done)
      if (workspaceId === undefined || done.workspaceId === workspaceId) repairs[done.repair]++
    return repairs
  }

  failuresIn(workspaceId: string): FailedRepair[] {
    return this.failed.filter((failed) => failed.workspaceId === workspaceId)
  }

  /** `failed`: a look-up failed, or every repair. `partial`: some repairs failed. */
  status(workspaceId?: string): PassStatus {
    const failed = (workspaceId === undefined ? this.failed : this.failuresIn(workspaceId)).length
    const done = sum(this.repairs(workspaceId))
    if (this.failedLookUps.length > 0 || (failed > 0 && done === 0)) return 'failed'
    return failed > 0 ? 'partial' : 'succeeded'
  }
}

/** Adds up the repairs of all kinds. */
export const sum = (repairs: Repairs): number => repairKinds.reduce((total, kind) => total + repairs[kind], 0)
