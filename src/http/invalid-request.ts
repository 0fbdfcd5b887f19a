import type * as z from 'zod'
import { AppError } from '../shared/errors'

/**
 * Makes `request.invalid` from what zod found, in words for the caller: each wrong part with what is allowed. `whole` names the
 * request where no part is to blame, `known` are the names of its parts.
 */
export function invalidRequest(error: z.ZodError, whole: string, known: readonly string[]): AppError {
  const wrong = error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${whole}: unknown ${issue.keys.map((key) => JSON.stringify(key.slice(0, 100))).join(', ')}; known are ${known.join(', ')}`
      : `${issue.path.join('.') || whole}: ${issue.message}`,
  )
  return new AppError('request.invalid', { message: `The request is not valid: ${wrong.join('; ')}.` })
}
