import { z } from 'zod'
import { type RunId, toRunId } from '../shared/ids'
import { AppError } from '../shared/errors'
import type { ErrorCode } from '../shared/error-codes'

/** A tenant in a URL: its `external_id`, or the key by which the existing app knows it. */
const TenantKey = z.string().regex(/^[\w.-]{1,128}$/)
const RunIdText = z.uuid()

/** The body of a start; an empty one is fine. Unknown members are refused, so that a typing error is not ignored. */
const StartBody = z.strictObject({
  /** Skips the operation's cooldown. */
  force: z.boolean().default(false),
  /** A run that has already begun does not count: one more is wanted after it. */
  trailing: z.boolean().default(false),
})
export type StartBody = z.infer<typeof StartBody>

export const readTenantKey = (value: unknown): string => checked(TenantKey, value, 'tenant.invalid_id')
export const readRunId = (value: unknown): RunId => toRunId(checked(RunIdText, value, 'run.invalid_id').toLowerCase())

/** Throws `request.invalid_json`, or `request.invalid` with the names of what is wrong. */
export function readStartBody(text: string): StartBody {
  if (text.trim() === '') return StartBody.parse({})
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new AppError('request.invalid_json')
  }
  const parsed = StartBody.safeParse(body)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((i) => `${i.path.join('.') || 'body'}: ${i.message}`)
  throw new AppError('request.invalid', { message: `The request is not valid: ${wrong.join('; ')}.` })
}

function checked<T>(schema: z.ZodType<T>, value: unknown, code: ErrorCode): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new AppError(code)
  return parsed.data
}
