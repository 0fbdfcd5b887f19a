import type { Admission } from '../runs/ledger/admit'
import type { Answer } from './problem'
import { readStartBody, readTenantKey, type StartBody } from './requests'
import { accepted } from './run-answers'

/** As much of a trigger's request as a start needs. */
interface Request {
  params: { tenantId?: string }
  url: string
  text(): Promise<string>
}

/** Reads a request to start an operation for a tenant, starts it and answers 202. Throws `request.*`, `tenant.*`. */
export async function startFromRequest(
  request: Request,
  start: (options: StartBody & { tenantKey: string; requestedBy: string }) => Promise<Admission>,
): Promise<Answer> {
  const tenantKey = readTenantKey(request.params.tenantId)
  const body = readStartBody(await request.text())
  return accepted(await start({ tenantKey, ...body, requestedBy: 'http' }), tenantKey, request.url)
}
