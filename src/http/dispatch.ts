import type { Caller } from '../access/caller'
import { AppError } from '../shared/errors'
import { parseRequest } from './parse-request'
import { isUuid, readIdempotencyKey } from './requests'
import type { Answer } from './problem'
import type { RawRequest, Route } from './route'

/** What every backend can tell of a request. */
interface Authenticating {
  authenticate(headers: RawRequest['headers']): Promise<Caller>
  /** Throws `request.too_many`. */
  countRequest(caller: Caller): void
}

/**
 * Finds out who calls, checks the parts of the request, then lets the route answer. What a grant must cover is checked where
 * the work is done, in its transaction. Throws `auth.*`, `request.*`, and what the route throws.
 */
export async function dispatch<Api extends Authenticating>(
  route: Route<Api>,
  request: RawRequest,
  api: Api,
): Promise<Answer> {
  if (route.needs === null) return route.handle(request, api)
  const caller = await api.authenticate(request.headers)
  api.countRequest(caller)
  if (route.needs === 'Operations') {
    requireOperations(caller)
    return route.handle(await parseRequest(request, route), api, caller)
  }
  requireService(caller)
  const parsed = await parseRequest(request, route)
  const key = route.creates ? readIdempotencyKey(request.headers) : undefined
  const repeatable = key === undefined ? undefined : { key, route: placeOf(route, parsed), body: parsed.body }
  return route.handle(parsed, api, { caller, capability: route.needs, repeatable })
}

/** What a key belongs to: the same key elsewhere is another one. */
const placeOf = ({ method, path }: { method: string; path: string }, { params }: { params: object }): string =>
  `${method} ${path} ${JSON.stringify(params, (_name, id: unknown) => (typeof id === 'string' && isUuid(id) ? id.toLowerCase() : id))}`

/** A service that may only look after the system sees no tenant, whatever its account was granted. */
function requireService({ kind, appRoles }: Caller): void {
  if (kind === 'person' || appRoles.includes('Service')) return
  throw new AppError('auth.not_permitted', { message: 'The access token lacks the app role Service.' })
}

/** The app role belongs to who has it: nobody acts for somebody else with it. */
function requireOperations({ appRoles, actingFor }: Caller): void {
  if (appRoles.includes('Operations') && !actingFor) return
  throw new AppError('auth.not_permitted', { message: 'This needs the app role Operations in the access token.' })
}
