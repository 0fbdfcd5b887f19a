import type { RunId } from '../../src/shared/ids'
import { type Admission, admit, type AdmitRequest } from '../../src/runs/ledger/admit'
import { claim } from '../../src/runs/ledger/claim'
import { finish, type Ending } from '../../src/runs/ledger/finish'
import type { Run } from '../../src/runs/ledger/types'
import type { TestDatabase } from './database'

/** Admits a run of a test operation for the database's tenant. */
export function admitTest(database: TestDatabase, request: Partial<AdmitRequest> = {}): Promise<Admission> {
  const { workspaceId, externalId: tenantId } = database.tenant
  const { db } = database
  return admit(db, { workspaceId, tenantId, operation: 'test', lane: 'sync', input: {}, cooldownMs: 0, ...request })
}

/** Claims a run. Throws when it cannot be claimed. */
export async function claimRun(database: TestDatabase, runId: RunId): Promise<Run> {
  const run = await claim(database.db, runId)
  if (!run) throw new Error('the run could not be claimed')
  return run
}

export const succeededEnding: Ending = { error: null, failedBy: null, progress: null }

export const failedEnding = (failedBy: string | null = null): Ending => ({
  status: 'failed',
  error: { code: 'internal.bug', category: 'bug', message: 'a bug' },
  failedBy,
  progress: null,
})

/** Admits, claims and ends a run. */
export async function completeRun(
  database: TestDatabase,
  request: Partial<AdmitRequest> = {},
  ending = succeededEnding,
) {
  const { runId } = await admitTest(database, request)
  const run = await claimRun(database, runId)
  await finish(database.db, run, ending)
  return run
}
