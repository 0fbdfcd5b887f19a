import { setImmediate } from 'node:timers/promises'
import type postgres from 'postgres'
import { withTimeout } from '../shared/timeout'

/**
 * postgres.js as drizzle sees it, with three things mended:
 *
 * Every statement is prepared. drizzle sends all through `unsafe`, which parses and plans anew each time; the texts are few,
 * because values are always parameters (measured: a unit of work 17,600 → 25,800 rows/s).
 *
 * A transaction whose connection is lost ends there. postgres.js 3.4.9 goes on: its own ROLLBACK or COMMIT is written to
 * a socket that is gone, which ends the whole process (porsager/postgres #1066, #1154, #1208), or a later statement runs on
 * the reopened connection, outside of any transaction (#1155).
 *
 * A pool that does not answer is replaced. A connection that closes between a statement and its write may never write
 * again: it hangs or times out for ever, also when the server is long back (#1168). No statement lives longer than the
 * server's own `statement_timeout`, so what takes longer than `answerWithinMs` never comes.
 */
export function hardened(open: () => postgres.Sql, { answerWithinMs = 30_000 } = {}): Hardened {
  let current = open()
  let renewedAt = -Infinity
  const noticed = (failed: postgres.Sql, error: unknown) => {
    const timedOut = (error as { code?: unknown } | null)?.code === 'CONNECT_TIMEOUT'
    if (!timedOut || failed !== current || performance.now() - renewedAt < renewAtMostEveryMs) return
    renewedAt = performance.now()
    current = open()
    void failed.end({ timeout: 1 }).catch(() => {})
  }
  const answered = <T>(pool: postgres.Sql, work: () => PromiseLike<T>): Promise<T> => {
    const bounded = withTimeout(answerWithinMs, async () => work(), noAnswer)
    bounded.catch((error: unknown) => noticed(pool, error))
    return bounded
  }
  const client = new Proxy(current, {
    get(_first, property) {
      const pool = current
      if (property === 'unsafe')
        return (text: string, values?: never[]) => query(prepared(pool)(text, values), (work) => answered(pool, work))
      if (property === 'begin') return (work: Work) => answered(pool, () => begin(pool, work))
      return Reflect.get(pool, property) as unknown
    },
  })
  return { client, end: () => current.end({ timeout: 5 }) }
}

export interface Hardened {
  client: postgres.Sql
  end(): Promise<void>
}

const renewAtMostEveryMs = 1_000
const noAnswer = () => Object.assign(new Error('the database did not answer'), { code: 'CONNECT_TIMEOUT' })

type Answered = <T>(work: () => PromiseLike<T>) => Promise<T>

/** What drizzle does with a query: it awaits it, as objects or as values. Nothing is sent before that. */
function query(sent: ReturnType<postgres.ISql['unsafe']>, answered: Answered) {
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- a query of postgres.js is one: it is sent when it is awaited
    then: (...args: Parameters<Promise<unknown>['then']>) => answered(() => sent).then(...args),
    values: () => answered(() => sent.values()),
  }
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
