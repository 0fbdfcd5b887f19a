import * as z from 'zod'
import { AppError } from '../../shared/errors'
import { toGraphId } from '../../shared/ids'
import { wellFormed } from '../../shared/text'

/** An id that is safe in a URL, a key and an index entry. `.` and `..` are none: a URL swallows them. */
export const GraphIdText = z
  .string()
  .regex(/^(?!\.{1,2}$)[^\p{Cc}\p{Cs}]{1,200}$/u)
  .transform(toGraphId)

/** A name that Graph may leave out. */
export const GraphName = z.string().nullish()

/** Checks one entry of a list. Throws `sync.policy_unreadable`, which names the wrong property and never its value. */
export function parseListed<T>(schema: z.ZodType<T>, source: string, entry: unknown): T {
  const parsed = schema.safeParse(entry)
  if (parsed.success) return parsed.data
  const wrong = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the entry itself'))]
  const message = `An entry of ${source} has a form that cannot be read: ${wrong.join(', ')}.`
  throw new AppError('sync.policy_unreadable', { message })
}

/** The first of these names that is not blank, else the id. */
export function nameOrId(id: string, ...names: unknown[]): string {
  return wellFormed(names.find((name): name is string => typeof name === 'string' && name.trim() !== '') ?? id)
}
