import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Actor, SimProcess } from './actors'
import type { Call, Fate, Gate } from './gate'

interface Landing {
  gate: Gate
  fate: Fate
  settle: () => void
}

interface Options {
  /** How many statements wait for a lock in the database. */
  blocked: () => Promise<number>
  kill: (process: SimProcess) => Promise<void>
}

/**
 * Where everything waits for its turn. One call happens at a time, and the next is chosen only when everything that ran
 * has come to its next call, or waits for a lock: so one order of choices is one run of the program.
 */
export class Stage {
  now = 0
  gates: Gate[] = []
  #ids = 0
  #flying = 0
  #landed: Landing[] = []
  #wake = () => {}
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** Waits for its turn. A dead actor's turn never comes: that is what its death is. */
  enter<T>(actor: Actor, call: Call<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (actor.dead) return
      const { signal } = call
      if (signal?.aborted) return reject(signal.reason as Error)
      const onAbort = () => {
        this.leave(gate)
        reject(signal!.reason as Error)
      }
      const gate: Gate = {
        commits: true,
        spoil: async () => Object.assign(new Error('the connection was lost'), { code: 'CONNECTION_CLOSED' }),
        ...call,
        id: ++this.#ids,
        actor,
        due: Math.max(call.due ?? 0, this.now),
        resolve: (value) => {
          signal?.removeEventListener('abort', onAbort)
          resolve(value as T)
        },
        reject,
      }
      this.gates.push(gate)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  leave(gate: Gate): void {
    this.gates = this.gates.filter((other) => other !== gate)
  }

  ready(): Gate[] {
    return this.gates.filter(({ due, actor }) => due <= this.now && actor.process.stalledUntil <= this.now)
  }

  /** Statements that wait for a lock somebody holds. */
  get flying(): number {
    return this.#flying
  }

  async open(gate: Gate, fate: Fate): Promise<void> {
    this.leave(gate)
    if (fate === 'crash_before') await this.#options.kill(gate.actor.process)
    else if (fate === 'error') gate.reject(await gate.spoil())
    else {
      this.#flying++
      void this.#fly(gate, fate)
    }
    await this.settled()
  }

  async #fly(gate: Gate, fate: Fate): Promise<void> {
    const settle = await gate.run().then(
      (value) => () => gate.resolve(value),
      (error: unknown) => () => gate.reject(error),
    )
    this.#flying--
    this.#wake()
    this.#landed.push({ gate, fate, settle })
  }

  /** Until every statement has answered or waits for a lock, and everyone has come to the next call. */
  async settled(): Promise<void> {
    do {
      await this.#arrivals()
      // in the order of their calls; one may end a transaction that others wait for
      const landed = this.#landed.sort((a, b) => a.gate.id - b.gate.id)
      this.#landed = []
      for (const landing of landed) {
        await this.#land(landing)
        await setImmediate()
      }
      if (landed.length === 0) break
    } while (this.#flying + this.#landed.length > 0)
    await setImmediate()
  }

  async #arrivals(): Promise<void> {
    while (this.#flying > 0) {
      const patience = new AbortController()
      const wake = new Promise<void>((resolve) => (this.#wake = resolve))
      await Promise.race([wake, setTimeout(3, undefined, { signal: patience.signal }).catch(() => {})])
      patience.abort()
      const flying = this.#flying
      // nobody moves any more only if all of them wait, and none of them landed while that was asked
      if (flying > 0 && (await this.#options.blocked()) >= flying && this.#flying === flying) break
    }
  }

  async #land({ gate, fate, settle }: Landing): Promise<void> {
    if (gate.actor.dead) return
    if (fate === 'crash_after') await this.#options.kill(gate.actor.process)
    else if (fate === 'lost_answer') gate.reject(await gate.spoil())
    else settle()
  }
}
