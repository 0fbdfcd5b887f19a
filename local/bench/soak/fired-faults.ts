import type { ArmedFault, Fault } from '../../simulator/traffic/faults'
import type { FaultName } from './plan-faults'
import type { Control } from './policy-edits'

/** Counts how often each fault hit. One of Graph counts when a request met it, once for each request. */
export class FiredFaults {
  readonly #control: Control
  readonly #counts = new Map<FaultName, number>()
  #armed: { name: FaultName; id: number; count: number }[] = []

  constructor(control: Control) {
    this.#control = control
  }

  count(name: FaultName, times = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + times)
  }

  /** Gives the simulator a fault that hits its next `count` requests. */
  async arm(name: FaultName, fault: Fault): Promise<void> {
    const { id } = JSON.parse(await this.#control('POST', 'faults', fault)) as ArmedFault
    this.#armed.push({ name, id, count: fault.count ?? 1 })
  }

  /** Counts the faults that have hit all their requests. */
  async collect(): Promise<void> {
    const active = await this.#active()
    for (const { name, id, count } of this.#armed) if (!active.has(id)) this.count(name, count)
    this.#armed = this.#armed.filter(({ id }) => active.has(id))
  }

  /** Ends all faults of the simulator. */
  async clear(): Promise<void> {
    await this.collect()
    const active = await this.#active()
    for (const { name, id } of this.#armed) this.count(name, active.get(id)?.fired ?? 0)
    this.#armed = []
    await this.#control('DELETE', 'faults')
  }

  report(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => a.localeCompare(b)))
  }

  async #active(): Promise<Map<number, ArmedFault>> {
    const faults = JSON.parse(await this.#control('GET', 'faults')) as ArmedFault[]
    return new Map(faults.map((fault) => [fault.id, fault]))
  }
}
