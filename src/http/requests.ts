import * as z from 'zod'
import { type RunId, toRunId } from '../shared/ids'
import { AppError } from '../shared/errors'
import type { OperationRecord } from '../shared/operation-record'
import { tenantKeyForm } from '../shared/tenant-key'
import { invalidRequest } from './invalid-request'
import type { ErrorCode } from '../shared/error-codes'

const TenantKey = z.string().regex(tenantKeyForm)
const RunIdText = z.uuid()

/** The body of a start; it may be empty. Unknown properties are refused, so that a typing error is noticed. */
const startOptions = {
  /** Skips the operation's cooldown. */
  force: z.boolean('true or false').default(false),
  /** Start one more run after one that has already begun. */
  trailing: z.boolean('true or false').default(false),
}

/** What a start asks for. */
export interface StartBody {
  force: boolean
  trailing: boolean
  /** What the operation's own schema knows. */
  input: unknown
}

/** Validates a tenant's id or key. Throws `tenant.invalid_id`. */
export const readTenantKey = (value: unknown): string => checked(TenantKey, value, 'tenant.invalid_id')
/** Validates a run id, and lower-cases it. Throws `run.invalid_id`. */
export const readRunId = (value: unknown): RunId => toRunId(checked(RunIdText, value, 'run.invalid_id').toLowerCase())

/**
 * Parses the body of a start: what every start may say, and the operation's input. Throws `request.invalid_json`, or
 * `request.invalid` with each wrong property.
 */
export function readStartBody(text: string, { input }: Pick<OperationRecord, 'input'>): StartBody {
  const schema = z.strictObject({ ...input.shape, ...startOptions }, 'an object')
  const parsed = schema.safeParse(text.trim() === '' ? {} : parseJson(text))
  if (!parsed.success) throw invalidRequest(parsed.error, 'body', Object.keys(schema.shape))
  const { force, trailing, ...own } = parsed.data
  return { force, trailing, input: own }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) // some clients send a byte order mark
  } catch {
    throw new AppError('request.invalid_json')
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, code: ErrorCode): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new AppError(code)
  return parsed.data
}
