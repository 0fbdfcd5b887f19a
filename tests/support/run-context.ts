import type { Run } from '../../src/runs/ledger/types'
import type { RunContext } from '../../src/runs/operation'
import type { SeededTenant } from '../../local/postgres/fresh'

/** The context of an attempt that nothing stops and whose progress nobody sees. */
export const contextOf = (run: Run, tenant: SeededTenant): RunContext => ({
  run,
  tenant: { ...tenant, status: 'active', graphWaitMs: 0 },
  fence: { runId: run.id, attempt: run.attempt },
  signal: new AbortController().signal,
  otherLaneBusy: () => false,
  progress: () => {},
  log: () => {},
})
