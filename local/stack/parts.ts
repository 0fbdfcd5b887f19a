import { join } from 'node:path'
import { type Component, startComponent } from '../component'
import { causeOf } from './aborted'

/** What people call the parts. */
const labels = {
  postgres: 'PostgreSQL',
  broker: 'Service Bus',
  azurite: 'Azurite (storage)',
  simulator: 'Entra and Graph',
  telemetry: 'Application Insights',
  app: 'Functions host',
}
export type PartName = keyof typeof labels

/** From who uses others to who is used. */
const stopOrder = ['app', 'telemetry', 'simulator', 'broker', 'azurite', 'postgres'] as const

const patienceMs = 25_000
/** Of a stack that broke, nothing is worth waiting for. */
const brokenPatienceMs = 2000

export interface PartEvents {
  /** Called with each output line and the part it came from. */
  onLine?: (from: string, line: string) => void
  /** Called when a part is ready, with its port. */
  onReady?: (part: string, port: number) => void
}

/** Path of a part's compiled `main`; under jest too, because a child process runs no TypeScript. */
export function mainOf(folder: string): string {
  const local = __filename.endsWith('.ts') ? join(__dirname, '..', '..', 'dist', 'local') : join(__dirname, '..')
  return join(local, folder, 'main.js')
}

/** Starts and stops the processes of a stack. */
export class Parts {
  readonly running: Partial<Record<PartName, Component<unknown>>> = {}
  readonly #broken = new AbortController()
  readonly #signal: AbortSignal
  readonly #events: PartEvents

  /** `signal` ends what is being started. */
  constructor(events: PartEvents, signal?: AbortSignal) {
    this.#events = events
    this.#signal = signal ? AbortSignal.any([signal, this.#broken.signal]) : this.#broken.signal
  }

  /** Aborts with the error of the part that broke first: what the others then say are only consequences. */
  get broken(): AbortSignal {
    return this.#broken.signal
  }

  /** Aborts when a part broke, or when what is being started shall end. */
  get ended(): AbortSignal {
    return this.#signal
  }

  /** Starts a part. Rejects when it fails, and when meanwhile another one did, with the reason of that one. */
  async start<Info extends { port: number }>(name: PartName, folder: string, options: object, env = {}): Promise<Info> {
    const { onLine, onReady } = this.#events
    const how = { name: labels[name], env, signal: this.#signal, killAfterMs: patienceMs }
    try {
      const part = await startComponent<Info>(mainOf(folder), options, {
        ...how,
        onLine: (line) => onLine?.(name, line),
      })
      this.running[name] = part
      void part.broken.then((why) => this.#broken.abort(new Error(why)))
      this.#signal.throwIfAborted()
      onReady?.(labels[name], part.info.port)
      return part.info
    } catch (error) {
      const cause = await causeOf(error, this.#signal)
      this.#broken.abort(cause)
      throw cause
    }
  }

  async stop(): Promise<void> {
    const patience = this.broken.aborted ? brokenPatienceMs : patienceMs
    for (const name of stopOrder) await this.running[name]?.stop(name === 'postgres' ? patienceMs : patience)
  }
}
