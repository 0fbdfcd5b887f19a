import { setImmediate } from 'node:timers/promises'
import type postgres from 'postgres'
import { withTimeout } from '../shared/timeout'
import { createPlaces, type Places } from './places'

/** The client for drizzle, and the functions that replace and close its pool. */
export interface HardenedClient {
  client: postgres.Sql
  renew(): void
  end(): Promise<void>
}

interface Options {
  /** What the pool may open at most (`max`): so many statements and transactions are sent at a time. */
  connections: number
  /** So many more may wait for a connection. The next is refused with `POOL_BUSY`. */
  waiting?: number
  /** Longest time from sending to the last row, above the server's own limits. Milliseconds. */
  answerWithinMs?: number
  /** Runs each statement and transaction, which `what` names in a word: to measure it. */
  around?: Around
  /** Told how long a statement waited for a connection, if it had to. Milliseconds. */
  onWait?: (ms: number) => void
  /** Replaces a failure by another one that says more. */
  explain?: (error: unknown, client: postgres.Sql) => Promise<unknown>
}

/** Runs a statement or transaction, and gives back its result. `what`: `transaction`, or the statement's first word. */
export type Around = <T>(what: string, work: () => Promise<T>) => Promise<T>

/**
 * Wraps postgres.js for drizzle, with four changes:
 *
 * Prepares every statement. drizzle sends statements through `unsafe`, which parses and plans each one again. There are few
 * different texts, because values are always parameters (measured: 17,600 → 25,800 rows/s in a unit of work).
 *
 * Ends a transaction when its connection is lost. postgres.js 3.4.9 continues: it writes ROLLBACK or COMMIT to a closed
 * socket, which ends the process (porsager/postgres #1066, #1154, #1208), or it runs the next statement on the reopened
 * connection, outside of any transaction (#1155).
 *
 * Replaces a pool that does not answer. A connection that closes between a statement and its write may hang for ever, even
 * after the server is back (#1168). The server's own limits end every statement earlier than `answerWithinMs`.
 *
 * Lets statements wait for a connection before they are given to postgres.js. So the time of an answer begins when the
 * statement is sent, and overload does not look like a dead pool.
 */
export function createHardenedClient(open: () => postgres.Sql, options: Options): HardenedClient {
  const { connections, waiting = 200, answerWithinMs = 30_000, explain = async (error) => error } = options
  const { around = (_what, work) => work(), onWait } = options
  let pool = openPool()
  let replacedAt = -Infinity

  function openPool(): Pool {
    return { client: open(), places: createPlaces({ count: connections, waiting, full: busy, gone }) }
  }

  function replaceIfSilent(failed: Pool, error: unknown): void {
    const silent = codeOf(error) === 'CONNECT_TIMEOUT'
    if (silent && failed === pool && performance.now() - replacedAt >= replaceAtMostEveryMs) renew()
  }

  function renew(): void {
    const failed = pool
    replacedAt = performance.now()
    pool = openPool()
    failed.places.close()
    void failed.client.end({ timeout: 1 }).catch(() => {})
  }

  /** Runs the work on a connection of its own. When the pool is replaced, what still waits goes on waiting at the new one. */
  async function run<T>(work: (client: postgres.Sql) => PromiseLike<T>): Promise<T> {
    for (;;) {
      const used = pool
      const leave = await used.places.take(onWait).catch((error: unknown) => {
        if (codeOf(error) !== 'POOL_REPLACED') throw error
      })
      if (!leave) continue
      try {
        const answer = async () => work(used.client)
        return await (answerWithinMs === Infinity ? answer() : withTimeout(answerWithinMs, answer, noAnswer))
      } catch (error) {
        replaceIfSilent(used, error)
        throw await explain(error, used.client)
      } finally {
        leave()
      }
    }
  }

  const client = new Proxy(pool.client, {
    get(_first, property) {
      if (property === 'unsafe')
        return (text: string, values?: never[]) =>
          lazyQuery((use) => around(firstWord(text), () => run((used) => use(prepared(used)(text, values)))))
      if (property === 'begin') return (work: Work) => around('transaction', () => run((used) => begin(used, work)))
      return Reflect.get(pool.client, property) as unknown
    },
  })
  return { client, renew, end: () => pool.client.end({ timeout: 5 }) }
}

interface Pool {
  client: postgres.Sql
  places: Places
}

const replaceAtMostEveryMs = 1_000
const failure = (code: string, message: string) => Object.assign(new Error(message), { code })
const noAnswer = () => failure('CONNECT_TIMEOUT', 'The database did not answer.')
const busy = () => failure('POOL_BUSY', 'Too many statements wait for a connection.')
const gone = () => failure('POOL_REPLACED', 'The pool was replaced.')
const firstWord = (text: string) => /[a-z]+/i.exec(text)?.[0].toLowerCase() ?? ''
const codeOf = (error: unknown) => (error as { code?: unknown } | null)?.code

type Sent = ReturnType<postgres.ISql['unsafe']>

/** Makes a query with the two calls that drizzle uses: awaiting it, and `values`. It is sent only then. */
function lazyQuery(run: (use: (sent: Sent) => PromiseLike<unknown>) => Promise<unknown>) {
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- a query of postgres.js is one: it is sent when it is awaited
    then: (...args: Parameters<Promise<unknown>['then']>) => run((sent) => sent).then(...args),
    values: () => run((sent) => sent.values()),
  }
}

type Work = (tx: postgres.TransactionSql) => Promise<unknown>

const prepared =
  (client: postgres.ISql) =>
  (text: string, parameters: never[] = []) =>
    client.unsafe(text, parameters, { prepare: true })

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
      // a transaction in a transaction is a part of it: what fails there fails all of it
      if (property === 'savepoint') return (work: Work) => work(receiver as postgres.TransactionSql)
      return Reflect.get(target, property, receiver) as unknown
    },
  })
}

function rejected() {
  const failed = Promise.reject(failure('CONNECTION_CLOSED', 'The connection was lost.'))
  return Object.assign(failed, { values: () => failed })
}
