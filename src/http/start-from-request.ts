import type { Caller } from '../access/caller'
import type { Admission } from '../runs/ledger/admit'
import type { OperationRecord } from '../shared/operation-record'
import type { Answer } from './problem'
import { type BodySource, readBody } from './read-body'
import { readStartBody, readTenantKey, type StartBody } from './requests'
import { accepted } from './run-answers'

/** The parts of an HTTP request that a start needs. */
export interface StartRequest extends BodySource {
  params: { tenantId?: string }
  url: string
}

/** Starts an operation for a tenant. */
export type Start = (
  caller: Caller,
  record: OperationRecord,
  options: StartBody & { tenantKey: string },
) => Promise<Admission>

/** Parses a request, starts its operation, and answers 202. Throws `request.*`, `access.*`, `tenant.*`, `db.unavailable`. */
export async function startFromRequest(
  request: StartRequest,
  caller: Caller,
  record: OperationRecord,
  start: Start,
): Promise<Answer> {
  const tenantKey = readTenantKey(request.params.tenantId)
  const body = readStartBody(await readBody(request, record.http?.bodyLimit), record)
  return accepted(await start(caller, record, { tenantKey, ...body }), tenantKey, request.url)
}
