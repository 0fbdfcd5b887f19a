import type { createTickReport } from './runs/api/tick-report'
import { reconcile, type ReconcileDeps, type ReconcileResult } from './runs/reconcile/reconcile'
import { sum } from './runs/reconcile/repair-results'

/** Runs a pass of reconcile and reports the state of the system, also when the pass failed. Throws what `reconcile` throws. */
export async function reconcileAndReport(
  deps: ReconcileDeps,
  report: ReturnType<typeof createTickReport>,
  requestedBy: string | null,
): Promise<ReconcileResult> {
  const began = performance.now()
  const summary = () => ({ durationMs: Math.round(performance.now() - began), repaired: 0, failedRepairs: 0 })
  try {
    const result = await reconcile(deps, requestedBy)
    const { ran, status, repairs, failed } = result
    // who found another pass at work leaves the report to it
    if (ran) await report({ ...summary(), status, repaired: sum(repairs), failedRepairs: failed.length })
    return result
  } catch (error) {
    await report({ ...summary(), status: 'failed' })
    throw error
  }
}
