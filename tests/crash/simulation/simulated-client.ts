import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import type { Db } from '../../../src/db/database'
import type { Task } from './processes'
import type { Scheduler } from './scheduler'

export interface ClientOptions {
  pool: postgres.Sql
  scheduler: Scheduler
  /** The database does not answer. */
  away: () => boolean
  /** Takes a wall out, where a test wants to see what it holds back. */
  rewrite: (query: string) => string
}

type Statement = (connection: postgres.Sql) => Promise<unknown>

const coded = (code: string) => Object.assign(new Error(`simulated ${code}`), { code })

/** The real database for one task: every statement waits for its turn on the scheduler, and may be lost on its way. */
export function simulatedDb(options: ClientOptions, task: Task): Db {
  const { pool, scheduler, away } = options
  const single = (what: string, statement: Statement) =>
    scheduler.schedule(task, {
      kind: 'sql',
      what,
      run: async () => {
        if (away()) throw coded('ECONNREFUSED')
        return statement(pool)
      },
    })
  return drizzle(clientWith(pool, { unsafe: unsafe(options, single), begin: begin(options, task) }))
}

/** The client, but for some of its methods. */
const clientWith = (pool: postgres.Sql, methods: object): postgres.Sql =>
  new Proxy(pool, {
    get: (target, name, receiver) =>
      Reflect.get(Object.hasOwn(methods, name) ? methods : target, name, receiver) as unknown,
  })

/** Lazy as postgres.js: nothing is sent before somebody waits for it. */
function unsafe({ rewrite }: ClientOptions, schedule: (what: string, statement: Statement) => Promise<unknown>) {
  return (query: string, params: never[]) => {
    const changed = rewrite(query)
    const send = (values: boolean) =>
      schedule(query, async (connection) => {
        const pending = connection.unsafe(changed, params)
        return values ? pending.values() : pending
      })
    return {
      // oxlint-disable-next-line unicorn/no-thenable -- as the client it stands for
      then: (done: (value: unknown) => unknown, failed: (error: unknown) => unknown) => send(false).then(done, failed),
      values: () => send(true),
    }
  }
}

function begin(options: ClientOptions, task: Task) {
  return async (work: (tx: postgres.Sql) => Promise<unknown>) => {
    const tx = new Transaction(options, task)
    const result = await work(clientWith(options.pool, { unsafe: unsafe(options, tx.schedule) })).catch(
      async (error) => {
        await tx.schedule('rollback', () => tx.end('rollback')).catch(() => {})
        throw error
      },
    )
    await tx.schedule('commit', () => tx.end('commit'))
    return result
  }
}

/** A transaction on a connection of its own, which begins with its first statement. */
export class Transaction {
  /** When it last did something: one that idles too long is ended by the server. */
  idleSince: number
  #connection: postgres.ReservedSql | undefined
  #busy = false
  #broken: string | undefined
  #last: Promise<unknown> = Promise.resolve()
  readonly #options: ClientOptions
  readonly #task: Task

  constructor(options: ClientOptions, task: Task) {
    this.#options = options
    this.#task = task
    this.idleSince = options.scheduler.now
    task.transactions.add(this)
  }

  /** One statement after the other, in the order they were given. */
  schedule = (what: string, statement: Statement): Promise<unknown> => {
    const { scheduler } = this.#options
    const spoil = async () => {
      await this.break('CONNECTION_CLOSED')
      return coded('CONNECTION_CLOSED')
    }
    const turn = this.#last.then(() =>
      scheduler.schedule(this.#task, {
        kind: 'sql',
        what,
        spoil,
        commits: what === 'commit',
        run: () => this.#do(statement),
      }),
    )
    this.#last = turn.catch(() => {})
    return turn
  }

  async #do(statement: Statement): Promise<unknown> {
    if (this.#broken) throw coded(this.#broken)
    if (this.#options.away()) throw coded('ECONNREFUSED')
    this.#busy = true
    try {
      if (!this.#connection) {
        this.#connection = await this.#options.pool.reserve()
        await this.#connection.unsafe('begin')
      }
      return await statement(this.#connection)
    } finally {
      this.#busy = false
      this.idleSince = this.#options.scheduler.now
      if (this.#task.dead || this.#broken) await this.#close('rollback')
    }
  }

  end = (how: 'commit' | 'rollback'): Promise<void> => this.#close(how)

  /** The connection is gone; what it had not committed never was. */
  async break(code: string): Promise<void> {
    this.#broken ??= code
    if (!this.#busy) await this.#close('rollback')
  }

  async #close(how: 'commit' | 'rollback'): Promise<void> {
    const connection = this.#connection
    this.#connection = undefined
    this.#broken ??= 'CONNECTION_CLOSED'
    this.#task.transactions.delete(this)
    if (!connection) return
    await connection.unsafe(how)
    connection.release()
  }
}
