import { customType, timestamp } from 'drizzle-orm/pg-core'

/** A column `timestamptz`. */
export const instant = (name: string) => timestamp(name, { withTimezone: true })

/** A column `bytea`. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
