import { principalText } from '../../src/access/caller'
import { activeTenant } from '../../src/access/require-tenant'
import type { RunId } from '../../src/shared/ids'
import { type Admission, admit, type AdmitRequest } from '../../src/runs/ledger/admit'
import { claim } from '../../src/runs/ledger/claim'
import { finish, type Ending } from '../../src/runs/ledger/finish'
import type { RequestAtOnce } from '../../src/runs/api/start-at-once'
import type { Run } from '../../src/runs/ledger/types'
import { callerNamed } from './callers'
import type { TestDatabase } from './database'

/** Admits a run of a test operation for the database's tenant. */
export function admitTest(database: TestDatabase, request: Partial<AdmitRequest> = {}): Promise<Admission> {
  const { workspaceId, externalId: tenantId } = database.tenant
  const { db } = database
  return admit(db, { workspaceId, tenantId, operation: 'test', lane: 'sync', input: {}, cooldownMs: 0, ...request })
}

/** Asks for a run of a test operation as HTTP requests do, for the tenant of that id or key. */
export async function startTest(database: TestDatabase, request: Partial<RequestAtOnce> = {}): Promise<Admission> {
  const { externalId: tenantKey } = database.tenant
  const entry = { caller: callerNamed('operator'), capability: 'policies.sync' } as const
  const asked = { entry, tenantKey, operation: 'test', lane: 'sync' as const, input: {}, cooldownMs: 0, ...request }
  const admission = await database.startAtOnce(asked)
  return (
    admission ??
    database.enter(asked.entry, { tenantKey: asked.tenantKey }, (tx, access) => {
      const { externalId: tenantId } = activeTenant(access)
      return admit(tx, {
        ...asked,
        requestedBy: principalText(asked.entry.caller),
        tenantId,
        workspaceId: access.places[0].workspaceId,
      })
    })
  )
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
