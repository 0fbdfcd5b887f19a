import type { Caller } from '../access/caller'
import { AppError } from '../shared/errors'
import type { Answer } from './problem'
import type { Request, Route } from './routes'

/** What proves who calls. */
export interface Authenticated extends Request {
  headers: { get(name: string): string | null }
}

/**
 * Finds out who calls, then lets the route answer. What a grant must cover is checked where the work is done, in its
 * transaction. Throws `auth.*`, and what the route throws.
 */
export async function dispatch<Backend extends { authenticate(headers: Authenticated['headers']): Promise<Caller> }>(
  route: Route<Backend>,
  request: Authenticated,
  backend: Backend,
): Promise<Answer> {
  const caller = await backend.authenticate(request.headers)
  if (route.needs !== 'Operations') return route.handle(request, backend, { caller, capability: route.needs })
  if (!caller.appRoles.includes('Operations') || caller.actingFor)
    throw new AppError('auth.not_permitted', { message: 'This needs the app role Operations in the access token.' })
  return route.handle(request, backend, caller)
}
