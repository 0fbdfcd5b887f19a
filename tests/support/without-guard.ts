import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import type { Db } from '../../src/db/database'

type Rewrite = (query: string) => string

interface Options {
  poolSize?: number
  /** Called before a transaction commits. */
  beforeCommit?: () => Promise<void>
}

/**
 * Opens the same database with a pool that rewrites statements, so that a test can remove a guard from the SQL without
 * changing the code. `used()`: how many statements the rewrite changed, so that a test notices when it changed none.
 */
export function withoutGuard(
  url: string,
  rewrite: Rewrite,
  { poolSize = 8, beforeCommit = async () => {} }: Options = {},
) {
  let used = 0
  const change: Rewrite = (query) => {
    const changed = rewrite(query)
    if (changed !== query) used++
    return changed
  }
  const client = postgres(url, { ...connectionOptions(url), max: poolSize })
  const db = drizzle(rewriting(client, change, beforeCommit)) as Db
  return { db, used: () => used, close: () => client.end() }
}

function rewriting(client: postgres.Sql, change: Rewrite, beforeCommit: () => Promise<void>): postgres.Sql {
  return new Proxy(client, {
    get(target, property, receiver) {
      if (property === 'unsafe') return (query: string, ...rest: never[]) => target.unsafe(change(query), ...rest)
      if (property === 'begin')
        return (...args: unknown[]) => {
          const work = args.pop() as (tx: postgres.Sql) => unknown
          const begin = target.begin.bind(target) as unknown as (...all: unknown[]) => unknown
          return begin(...args, async (tx: postgres.Sql) => {
            const result = await work(rewriting(tx, change, beforeCommit))
            await beforeCommit()
            return result
          })
        }
      return Reflect.get(target, property, receiver) as unknown
    },
  })
}
