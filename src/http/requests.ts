import * as z from 'zod'
import { type RunId, toRunId } from '../shared/ids'
import { AppError } from '../shared/errors'
import { invalidRequest } from './invalid-request'
import type { ErrorCode } from '../shared/error-codes'

/** The tenant in a URL: its `external_id`, or its key in the existing app. */
const TenantKey = z.string().regex(/^[\w.-]{1,128}$/)
const RunIdText = z.uuid()

/** The body of a start; it may be empty. Unknown properties are refused, so that a typing error is noticed. */
const StartBody = z.strictObject(
  {
    /** Skips the operation's cooldown. */
    force: z.boolean('true or false').default(false),
    /** Start one more run after one that has already begun. */
    trailing: z.boolean('true or false').default(false),
  },
  'an object',
)
export type StartBody = z.infer<typeof StartBody>

/** Validates a tenant's id or key. Throws `tenant.invalid_id`. */
export const readTenantKey = (value: unknown): string => checked(TenantKey, value, 'tenant.invalid_id')
/** Validates a run id, and lower-cases it. Throws `run.invalid_id`. */
export const readRunId = (value: unknown): RunId => toRunId(checked(RunIdText, value, 'run.invalid_id').toLowerCase())

/** Parses the body of a start. Throws `request.invalid_json`, or `request.invalid` with each wrong property. */
export function readStartBody(text: string): StartBody {
  if (text.trim() === '') return StartBody.parse({})
  let body: unknown
  try {
    body = JSON.parse(text.replace(/^\uFEFF/, '')) // some clients send a byte order mark
  } catch {
    throw new AppError('request.invalid_json')
  }
  const parsed = StartBody.safeParse(body)
  if (parsed.success) return parsed.data
  throw invalidRequest(parsed.error, 'body', Object.keys(StartBody.shape))
}

function checked<T>(schema: z.ZodType<T>, value: unknown, code: ErrorCode): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new AppError(code)
  return parsed.data
}
