import type { SourceFile } from './files'
import { positionsOf } from './positions'
import type { TableNames } from './table-names'

const table = String.raw`(?:["\`]?\w{1,63}["\`]?\.)?["\`]?policy_settings\b`
const text = String.raw`\(\s{0,99}['"\`](?:\w{1,63}\.)?policy_settings['"\`]\s{0,9}\)`

/** Writes that name the table itself: SQL, and clients that take its name as a text. */
const byName = [
  new RegExp(String.raw`\b(?:insert|merge)\s{1,99}into\s{1,99}(?:only\s{1,9})?${table}`, 'gi'),
  new RegExp(String.raw`\bdelete\s{1,99}from\s{1,99}(?:only\s{1,9})?${table}`, 'gi'),
  new RegExp(String.raw`\bupdate\s{1,99}(?:only\s{1,9})?${table}\s{1,99}(?:as\s{1,9})?(?:\w{1,63}\s{1,9})?set\b`, 'gi'),
  new RegExp(String.raw`\btruncate\s{1,99}(?:table\s{1,99})?(?:only\s{1,9})?${table}`, 'gi'),
  // supabase, knex, kysely
  new RegExp(String.raw`${text}\s{0,99}\.(?:insert|upsert|update|delete|del|truncate)\(`, 'g'),
  new RegExp(String.raw`\.(?:insertInto|updateTable|deleteFrom|mergeInto)${text}`, 'g'),
]

/** Finds statements that write to `policy_settings`, as SQL or by drizzle, Prisma, Kysely, knex, Supabase. */
export function findWrites(file: SourceFile, names: TableNames): number[] {
  return [...byName, drizzleWrite(names), prismaWrite(names)].flatMap((pattern) => positionsOf(file.text, pattern))
}

const drizzleWrite = ({ constants }: TableNames) =>
  new RegExp(
    String.raw`\.(?:insert|update|delete)\(\s{0,99}(?:\w{1,63}\.)?(?:${anyOf(constants)})\s{0,99},?\s{0,99}\)`,
    'g',
  )

const prismaWrite = ({ models }: TableNames) =>
  new RegExp(
    String.raw`\.(?:${anyOf(models)})\s{0,99}\.(?:create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany)\(`,
    'g',
  )

/** Names hold letters, digits, `_` and `$`. */
const anyOf = (names: ReadonlySet<string>) => [...names].map((name) => name.replaceAll('$', String.raw`\$`)).join('|')
