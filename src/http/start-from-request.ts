import type { Admission } from '../runs/ledger/admit'
import type { Answer } from './problem'
import { type BodySource, readBody } from './read-body'
import { readStartBody, readTenantKey, type StartBody } from './requests'
import { accepted } from './run-answers'

/** The parts of an HTTP request that a start needs. */
interface Request extends BodySource {
  params: { tenantId?: string }
  url: string
}

/** Parses a request, starts its operation, and answers 202. Throws `request.*`, `tenant.*`, `db.unavailable`. */
export async function startFromRequest(
  request: Request,
  start: (options: StartBody & { tenantKey: string; requestedBy: string }) => Promise<Admission>,
  bodyLimit?: number,
): Promise<Answer> {
  const tenantKey = readTenantKey(request.params.tenantId)
  const body = readStartBody(await readBody(request, bodyLimit))
  return accepted(await start({ tenantKey, ...body, requestedBy: 'http' }), tenantKey, request.url)
}
