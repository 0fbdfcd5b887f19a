import * as z from 'zod'
import { type RunId, toRunId } from '../shared/ids'
import { AppError } from '../shared/errors'
import type { ErrorCode } from '../shared/error-codes'
import { tenantKeyForm } from '../shared/tenant-key'
import { Name } from './parameters'

const TenantKey = z.string().regex(tenantKeyForm)
const Uuid = z.uuid()

/** The ids in paths, for the documents. */
export const pathIds: Readonly<Record<string, z.ZodType<string>>> = {
  tenantId: TenantKey.describe('The id of the tenant, or the key by which the existing app calls it.'),
  runId: Uuid.describe('The id of the run.'),
  workspaceId: Uuid.describe('The id of the workspace.'),
  grantId: Uuid.describe('The id of the grant.'),
  operation: Name.describe('The name of the operation, like `policy.sync`.'),
}

/** The names of the ids in a path: `tenants/{tenantId}` has `tenantId`. */
export const idsIn = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

/** Validates a tenant's id or key. Throws `tenant.invalid_id`. */
export const readTenantKey = (value: unknown): string => checked(TenantKey, value, 'tenant.invalid_id')
/** Validates a run id, and lower-cases it. Throws `run.invalid_id`. */
export const readRunId = (value: unknown): RunId => toRunId(checked(Uuid, value, 'run.invalid_id').toLowerCase())
/** Validates a workspace's id, and lower-cases it. Throws `workspace.invalid_id`. */
export const readWorkspaceId = (value: unknown): string => checked(Uuid, value, 'workspace.invalid_id').toLowerCase()
/** Validates a grant's id, and lower-cases it. Throws `grant.invalid_id`. */
export const readGrantId = (value: unknown): string => checked(Uuid, value, 'grant.invalid_id').toLowerCase()

/** Validates the name of an operation. Throws `operation.invalid_name`. */
export const readOperation = (value: unknown): string => checked(Name, value, 'operation.invalid_name')

/** True for a UUID in any case. */
export const isUuid = (text: string): boolean => Uuid.safeParse(text).success

/** Reads `Idempotency-Key`. Undefined: there is none. Throws `request.invalid`. */
export function readIdempotencyKey(headers: { get(name: string): string | null }): string | undefined {
  const key = headers.get('idempotency-key')
  if (key === null) return undefined
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new AppError('request.invalid', {
    message: 'The request is not valid: Idempotency-Key: 1 to 255 visible ASCII characters, such as a UUID.',
  })
}

function checked<T>(schema: z.ZodType<T>, value: unknown, code: ErrorCode): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new AppError(code)
  return parsed.data
}
