import type * as z from 'zod'
import { AppError } from '../shared/errors'

/**
 * Makes `request.invalid` from what zod found, in words for the caller: each wrong part with what is allowed. `whole` names the
 * request where no part is to blame, `known` are the names of its parts.
 */
export function invalidRequest(error: z.ZodError, whole: string, known: readonly string[]): AppError {
  const wrong = error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${nameOf(issue.path, whole)}: unknown ${issue.keys.map((key) => JSON.stringify(key.slice(0, 100))).join(', ')}${
          issue.path.length === 0 ? `; known are ${known.join(', ')}` : ''
        }`
      : `${nameOf(issue.path, whole)}: ${issue.message}`,
  )
  // several values of one list may be wrong in the same way
  return new AppError('request.invalid', { message: `The request is not valid: ${[...new Set(wrong)].join('; ')}.` })
}

/** Writes where something is as a program would: `policies[0].source`. A parameter is text, so its parts have no place. */
function nameOf(path: readonly PropertyKey[], whole: string): string {
  const parts = whole === 'parameters' ? path.slice(0, 1) : path
  const name = parts.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return name.replace(/^\./, '') || whole
}
