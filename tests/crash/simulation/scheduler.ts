import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Task, SimProcess } from './processes'
import type { Call, Fate, PendingCall } from './pending-call'

interface Answered {
  call: PendingCall
  fate: Fate
  settle: () => void
}

interface Options {
  /** How many statements wait for a lock in the database. */
  blocked: () => Promise<number>
  kill: (process: SimProcess) => Promise<void>
}

/**
 * Makes every call to the outside wait for its turn, one at a time. The next is chosen when everything has come to its
 * next call or waits for a lock: so one order of choices is one run of the program.
 */
export class Scheduler {
  now = 0
  pending: PendingCall[] = []
  #ids = 0
  #running = 0
  #answered: Answered[] = []
  #onAnswer = () => {}
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** Waits for its turn. A dead task's turn never comes: that is what its death is. */
  schedule<T>(task: Task, asked: Call<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (task.dead) return
      const { signal } = asked
      if (signal?.aborted) return reject(signal.reason as Error)
      const onAbort = () => {
        this.remove(call)
        reject(signal!.reason as Error)
      }
      const call: PendingCall = {
        commits: true,
        spoil: async () => Object.assign(new Error('the connection was lost'), { code: 'CONNECTION_CLOSED' }),
        ...asked,
        id: ++this.#ids,
        task,
        due: Math.max(asked.due ?? 0, this.now),
        resolve: (value) => {
          signal?.removeEventListener('abort', onAbort)
          resolve(value as T)
        },
        reject,
      }
      this.pending.push(call)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  remove(call: PendingCall): void {
    this.pending = this.pending.filter((other) => other !== call)
  }

  ready(): PendingCall[] {
    return this.pending.filter(({ due, task }) => due <= this.now && task.process.stalledUntil <= this.now)
  }

  /** Statements that wait for a lock somebody holds. */
  get running(): number {
    return this.#running
  }

  async perform(call: PendingCall, fate: Fate): Promise<void> {
    this.remove(call)
    if (fate === 'crash_before') await this.#options.kill(call.task.process)
    else if (fate === 'error') call.reject(await call.spoil())
    else {
      this.#running++
      void this.#run(call, fate)
    }
    await this.settled()
  }

  async #run(call: PendingCall, fate: Fate): Promise<void> {
    const settle = await call.run().then(
      (value) => () => call.resolve(value),
      (error: unknown) => () => call.reject(error),
    )
    this.#running--
    this.#onAnswer()
    this.#answered.push({ call, fate, settle })
  }

  /** Waits until every statement has answered or waits for a lock, and everyone has come to the next call. */
  async settled(): Promise<void> {
    do {
      await this.#answersOrLocks()
      // in the order of their calls; one may end a transaction that others wait for
      const answered = this.#answered.sort((a, b) => a.call.id - b.call.id)
      this.#answered = []
      for (const answer of answered) {
        await this.#answer(answer)
        await setImmediate()
      }
      if (answered.length === 0) break
    } while (this.#running + this.#answered.length > 0)
    await setImmediate()
  }

  async #answersOrLocks(): Promise<void> {
    while (this.#running > 0) {
      const timer = new AbortController()
      const answered = new Promise<void>((resolve) => (this.#onAnswer = resolve))
      await Promise.race([answered, setTimeout(3, undefined, { signal: timer.signal }).catch(() => {})])
      timer.abort()
      const running = this.#running
      // nobody moves any more only if all of them wait, and none of them answered while that was asked
      if (running > 0 && (await this.#options.blocked()) >= running && this.#running === running) break
    }
  }

  async #answer({ call, fate, settle }: Answered): Promise<void> {
    if (call.task.dead) return
    if (fate === 'crash_after') await this.#options.kill(call.task.process)
    else if (fate === 'lost_answer') call.reject(await call.spoil())
    else settle()
  }
}
