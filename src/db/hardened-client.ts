import { setImmediate } from 'node:timers/promises'
import type postgres from 'postgres'

/**
 * postgres.js as drizzle sees it, with two things mended:
 *
 * Every statement is prepared. drizzle sends all through `unsafe`, which parses and plans anew each time; the texts are few,
 * because values are always parameters (measured: a unit of work 17,600 → 25,800 rows/s).
 *
 * A transaction whose connection is lost ends there. postgres.js 3.4.9 goes on: its own ROLLBACK or COMMIT is written to
 * a socket that is gone, which ends the whole process (porsager/postgres #1066, #1154, #1208), or a later statement runs on
 * the reopened connection, outside of any transaction (#1155).
 */
export function hardened(client: postgres.Sql): postgres.Sql {
  return new Proxy(client, {
    get(target, property, receiver) {
      if (property === 'unsafe') return prepared(target)
      if (property === 'begin') return (work: Work) => begin(target, work)
      return Reflect.get(target, property, receiver) as unknown
    },
  })
}

type Work = (tx: postgres.TransactionSql) => Promise<unknown>

const prepared =
  (client: postgres.ISql) =>
  (query: string, parameters: never[] = []) =>
    client.unsafe(query, parameters, { prepare: true })

function begin(client: postgres.Sql, work: Work): Promise<unknown> {
  const connection = { lost: false }
  const never = new Promise<never>(() => {})
  const ended = client.begin(async (tx) => {
    try {
      const result = await work(guarded(tx, connection))
      return connection.lost ? await never : result
    } catch (error) {
      await setImmediate() // a lost connection fails its query first and tells of its end right after
      // settling would make postgres.js write to it; `begin` itself has rejected by now
      if (connection.lost) return await never
      throw error
    }
  })
  ended.catch(() => (connection.lost = true))
  return ended
}

function guarded(tx: postgres.TransactionSql, connection: { lost: boolean }): postgres.TransactionSql {
  return new Proxy(tx, {
    get(target, property, receiver) {
      if (property === 'unsafe') return connection.lost ? rejected : prepared(target)
      if (property === 'savepoint') throw new Error('nested transactions are not guarded: none is used')
      return Reflect.get(target, property, receiver) as unknown
    },
  })
}

function rejected() {
  const failed = Promise.reject(Object.assign(new Error('the connection was lost'), { code: 'CONNECTION_CLOSED' }))
  return Object.assign(failed, { values: () => failed })
}
