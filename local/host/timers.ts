import type { Clock } from '../clock'
import type { TimerFunction } from './functions'
import type { LogLevel, TypedData } from './protocol'
import { parseSchedule, type Schedule } from './schedule'
import { Singleton } from './singleton'
import type { BlobStore } from './storage'
import { afterRun, checkPastDue, fromStored, type ScheduleStatus, toStored } from './timer-status'

const container = 'azure-webjobs-hosts'
const maxDelayMs = 24 * 86_400_000

export interface TimerOptions {
  function: TimerFunction
  hostId: string
  timeZone: string | undefined
  store: BlobStore
  clock: Clock
  /** Runs the function; a rejection does not stop the schedule. */
  run: (input: TypedData) => Promise<unknown>
  say: (text: string, level?: LogLevel) => void
}

/** Runs one timer trigger by the rules of the real host's `TimerListener.cs`. */
export class TimerListener {
  readonly #options: TimerOptions
  readonly #schedule: Schedule
  readonly #monitored: boolean
  readonly #path: string
  readonly #singleton: Singleton
  #status: ScheduleStatus | undefined
  #cancel = () => {}
  #listening = false
  /** Increases with each `#listen`; a run from an earlier period schedules nothing. */
  #period = 0
  #running: Promise<void> = Promise.resolve()
  #storageFailed = false

  /** Throws when the schedule is not valid. */
  constructor(options: TimerOptions) {
    this.#options = options
    const { function: f, hostId, store, clock, timeZone } = options
    this.#schedule = parseSchedule(f.trigger.schedule, timeZone, `function ${f.name}`)
    this.#monitored = f.trigger.useMonitor && !this.#schedule.frequent
    this.#path = `timers/${hostId}/Host.Functions.${f.name}/status`
    this.#singleton = new Singleton({
      store,
      clock,
      path: `locks/${hostId}/Host.Functions.${f.name}.Listener`,
      onAcquired: () => this.#listen(),
      onLost: () => this.#pause(),
      say: (text) => options.say(`timer ${f.name}: ${text}`, 'warning'),
    })
  }

  /** Rejects when its storage cannot be used; it may be called again. */
  start(): Promise<void> {
    return this.#singleton.start()
  }

  /** Stops the schedule, waits for a running function and releases the lease. */
  async stop(): Promise<void> {
    this.#pause()
    await this.#running
    await this.#singleton.stop()
  }

  /** Stops the schedule; a running function continues. */
  pause(): void {
    this.#pause()
  }

  /** Returns the input for a run started by hand, which does not change the schedule. */
  async manualInput(): Promise<TypedData> {
    return this.#input(
      this.#monitored ? (this.#status ?? (await this.#withStorage(() => this.#read()))) : undefined,
      false,
    )
  }

  async #listen(): Promise<void> {
    this.#listening = true
    this.#period++
    const { clock, function: f } = this.#options
    const now = clock.now()
    let isPastDue = false
    this.#status = undefined
    if (this.#monitored) {
      const checked = checkPastDue(await this.#read(), this.#schedule, now)
      if (checked.write) await this.#write(checked.status)
      ;({ status: this.#status, isPastDue } = checked)
    }
    this.#status ??= { last: undefined, next: this.#schedule.next(now), lastUpdated: undefined }
    if (!this.#listening) return
    if (isPastDue || f.trigger.runOnStartup) this.#fireIn(1, { isPastDue, regular: false })
    else this.#fireAtNext()
  }

  #pause(): void {
    this.#listening = false
    this.#cancel()
  }

  #fireAtNext(): void {
    if (!this.#listening || !this.#status) return
    const { clock } = this.#options
    const wait = this.#status.next - clock.now()
    // setTimeout has a limit, so a longer wait uses several timers
    if (wait > maxDelayMs) this.#cancel = clock.after(maxDelayMs, () => this.#fireAtNext())
    else this.#fireIn(Math.max(wait, 1), { isPastDue: false, regular: true })
  }

  #fireIn(ms: number, how: { isPastDue: boolean; regular: boolean }): void {
    const period = this.#period
    this.#cancel = this.#options.clock.after(ms, () => {
      this.#running = this.#fire(how).finally(() => {
        if (period === this.#period) this.#fireAtNext()
      })
    })
  }

  async #fire({ isPastDue, regular }: { isPastDue: boolean; regular: boolean }): Promise<void> {
    if (!this.#listening || !this.#status) return
    const { clock, run } = this.#options
    const startedAt = clock.now()
    await run(this.#input(this.#monitored ? this.#status : undefined, isPastDue)).catch(() => {})
    // written after the run, so that a crash during it makes the next start past due
    this.#status = afterRun(this.#status, this.#schedule, startedAt, regular)
    const ran = this.#status
    if (this.#monitored) await this.#withStorage(() => this.#write(ran))
  }

  #input(status: ScheduleStatus | undefined, isPastDue: boolean): TypedData {
    const ScheduleStatus = status ? toStored(status) : null
    return { json: JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus, IsPastDue: isPastDue }) }
  }

  async #read(): Promise<ScheduleStatus | undefined> {
    return fromStored(await this.#options.store.read(container, this.#path))
  }

  async #write(status: ScheduleStatus): Promise<void> {
    await this.#options.store.write(container, this.#path, toStored(status))
  }

  /** Runs `work` on the storage; on an error logs once and returns undefined, so that a timer that runs continues in memory. */
  async #withStorage<T>(work: () => Promise<T>): Promise<T | undefined> {
    const { say, function: f } = this.#options
    try {
      const result = await work()
      if (this.#storageFailed) say(`timer ${f.name}: the storage is available again`)
      this.#storageFailed = false
      return result
    } catch (error) {
      if (!this.#storageFailed)
        say(`timer ${f.name}: no storage, its status is kept in memory only: ${(error as Error).message}`, 'warning')
      this.#storageFailed = true
      return undefined
    }
  }
}
