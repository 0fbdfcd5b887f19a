import * as z from 'zod'

/** The name of a source, a type, an operation or an error code. */
export const Name = z.string().regex(/^[\w.-]{1,128}$/, 'at most 128 letters, digits, ".", "_" and "-"')

export const Flag = z.enum(['true', 'false'], 'true or false').transform((text) => text === 'true')

/** A date, or a time with its zone. */
export const Since = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], 'an ISO 8601 date, or a time with its zone')
  .transform((text) => new Date(text))
  .refine((time) => time.getUTCFullYear() >= 1970 && time.getUTCFullYear() <= 9999, 'from 1970 to 9999')

export const Limit = z
  .string()
  .regex(/^\d{1,3}$/, 'a whole number')
  .transform(Number)
  .pipe(z.number().min(1, 'from 1 to 200').max(200, 'from 1 to 200'))
  .default(50)
  .meta({ type: 'integer', minimum: 1, maximum: 200, description: 'How many a page has at most; 50 if absent.' })

/** The parameters of every list that is given in pages. */
export const paging = {
  limit: Limit,
  cursor: z
    .string()
    .max(8_000, 'use the nextCursor of an answer')
    .optional()
    .describe('The `nextCursor` of the page before. It belongs to the same query.'),
}

/** Several of these values, with commas between them. Each counts once. */
export const several = <T extends z.ZodType<unknown, string>>(one: T) =>
  z
    .string()
    .max(2_000, 'at most 2,000 characters')
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(one))
