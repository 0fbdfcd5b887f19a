import { z } from 'zod'
import { AppError } from '../../shared/errors'
import { toGraphId } from '../../shared/ids'
import { wellFormed } from '../../shared/text'

/** An id that can stand in a URL, a key and an index entry. */
export const GraphIdText = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u)
  .transform(toGraphId)

/** A name that Graph may leave out. */
export const GraphName = z.string().nullish()

/** Checks one entry of a list. The failure says which property is wrong, never what it holds. */
export function parseListed<T>(schema: z.ZodType<T>, source: string, entry: unknown): T {
  const parsed = schema.safeParse(entry)
  if (parsed.success) return parsed.data
  const wrong = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the entry itself'))]
  const message = `An entry of ${source} has a form that cannot be read: ${wrong.join(', ')}.`
  throw new AppError('sync.policy_unreadable', { message })
}

/** A policy's name as it is stored; its id where it has none. */
export function nameOrId(id: string, ...names: unknown[]): string {
  return wellFormed(names.find((name): name is string => typeof name === 'string' && name.trim() !== '') ?? id)
}
