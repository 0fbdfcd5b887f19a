import * as z from 'zod'

/** The name of a source, a type, an operation or an error code. */
export const Name = z.string().regex(/^[\w.-]{1,128}$/, 'must be 1 to 128 letters, digits, ".", "_" and "-"')

export const Flag = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true')

/** One of these words. */
export const oneOf = <Word extends string>(words: readonly Word[]) =>
  z.enum(words, `must be one of ${words.join(', ')}`)

/** What is wrong with a time. In an address a plus is a blank, so that of an offset must be written in another way. */
function timeProblem(input: unknown): string {
  const isPlusLost = typeof input === 'string' && /T[\d:.]+ \d\d:?\d\d$/i.test(input)
  const must = 'must be an ISO 8601 date, or a time with its zone'
  return isPlusLost ? `${must}; in an address the + of an offset is written %2B` : must
}

/** A date, or a time with its zone. */
export const Since = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: ({ input }) => timeProblem(input) })
  .transform((text) => new Date(text))
  .refine((time) => time.getUTCFullYear() >= 1970 && time.getUTCFullYear() <= 9999, 'must be from 1970 to 9999')

export const Limit = z
  .string()
  .regex(/^\d{1,3}$/, 'must be a whole number from 1 to 200')
  .transform(Number)
  .pipe(z.number().min(1, 'must be a whole number from 1 to 200').max(200, 'must be a whole number from 1 to 200'))
  .default(50)
  .meta({ type: 'integer', minimum: 1, maximum: 200, description: 'How many a page has at most; 50 if absent.' })

/** The parameters of every list that is given in pages. */
export const paging = {
  limit: Limit,
  cursor: z
    .string()
    .max(8_000, 'must be the nextCursor of an answer')
    .optional()
    .describe('The `nextCursor` of the page before. It belongs to the same query.'),
}

/** Several of these values, with commas between them. Each counts once. */
export const several = <T extends z.ZodType<unknown, string>>(one: T) =>
  z
    .string()
    .max(2_000, 'must have at most 2,000 characters')
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(one))
