import { capabilities } from '../shared/capabilities'
import { type ErrorCode, errorCodes } from '../shared/error-codes'
import { idsIn } from './requests'
import type { RouteDescription } from './route'

const always: readonly ErrorCode[] = [
  'internal.bug',
  'db.unavailable',
  'db.statement_cancelled',
  'db.schema_behind',
  'db.forbidden',
]
const ofCallers: readonly ErrorCode[] = [
  'request.invalid',
  'request.too_many',
  'auth.token_missing',
  'auth.token_invalid',
  'auth.not_permitted',
  'auth.keys_unavailable',
]
const ofBodies: readonly ErrorCode[] = ['request.invalid_json', 'request.length_required', 'request.too_large']
const ofIds: Readonly<Record<string, readonly ErrorCode[]>> = {
  tenantId: ['tenant.invalid_id'],
  workspaceId: ['workspace.invalid_id'],
  runId: ['run.invalid_id', 'run.unknown'],
  grantId: ['grant.invalid_id', 'grant.unknown'],
}

/** The codes with which a route may refuse a request, by status. */
export function problemsOf(route: RouteDescription): ReadonlyMap<number, readonly ErrorCode[]> {
  const codes = route.needs === null ? [] : [...always, ...ofCallers, ...ofGrants(route), ...ofParts(route)]
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set([...codes, ...(route.problems ?? [])]))
    byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code])
  return new Map([...byStatus].toSorted(([a], [b]) => a - b))
}

function ofGrants({ needs }: RouteDescription): ErrorCode[] {
  if (needs === null || needs === 'Operations') return []
  return [
    'access.denied',
    'access.role_too_low',
    ...(capabilities[needs].inPerson ? ['access.in_person' as const] : []),
  ]
}

function ofParts({ path, body, creates }: RouteDescription): ErrorCode[] {
  const ofKeys = creates ? ['request.key_reused' as const] : []
  return [...idsIn(path).flatMap((name) => ofIds[name] ?? []), ...(body ? ofBodies : []), ...ofKeys]
}

function statusOf(code: ErrorCode): number {
  const { status } = errorCodes[code]
  if (status === undefined) throw new Error(`${code} answers no request: it has no status.`)
  return status
}
