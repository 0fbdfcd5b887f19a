import type {
  MessageHandlers,
  ServiceBusClient,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
} from '@azure/service-bus'
import type { Clock } from '../clock'
import { keepLock } from './lock-renewal'
import type { LogLevel } from './protocol'

export interface QueuePumpOptions {
  client: ServiceBusClient
  queue: string
  maxConcurrentCalls: number
  prefetchCount: number
  maxAutoLockRenewalMs: number
  autoComplete: boolean
  clock: Clock
  say: (text: string, level?: LogLevel) => void
  /** Runs the function; a rejection abandons the message. */
  handle: (message: ServiceBusReceivedMessage) => Promise<void>
}

/** The SDK calls these too; they are not in its public types (`core/streamingReceiver.js`). */
interface Handlers extends MessageHandlers {
  postInitialize(): Promise<void>
}

/** One queue trigger: receives in peek-lock, runs the function, completes or abandons. Reconnects for ever. */
export class QueuePump {
  readonly #options: QueuePumpOptions
  readonly #receiver: ServiceBusReceiver
  readonly #working = new Set<Promise<void>>()
  readonly #waiting: (() => void)[] = []
  #busy = 0
  #away = false
  #paused = false
  #subscription: { close(): Promise<void> } | undefined
  #lastSettlement: Promise<unknown> = Promise.resolve()

  constructor(options: QueuePumpOptions) {
    this.#options = options
    this.#receiver = options.client.createReceiver(options.queue, {
      maxAutoLockRenewalDurationInMs: 0, // see keepLock
      skipParsingBodyAsJson: true,
    })
  }

  start(): void {
    const { maxConcurrentCalls, prefetchCount, queue, say } = this.#options
    const handlers: Handlers = {
      processMessage: (message) => this.#track(this.#process(message)),
      processError: async ({ error }) => {
        if (this.#away || this.#paused) return
        this.#away = true
        say(`queue ${queue}: Service Bus is away, trying again for ever: ${error.message}`, 'warning')
      },
      postInitialize: async () => {
        if (this.#away) say(`queue ${queue}: Service Bus is back`)
        this.#away = false
      },
    }
    this.#subscription = this.#receiver.subscribe(handlers, {
      autoCompleteMessages: false,
      maxConcurrentCalls: maxConcurrentCalls + prefetchCount,
    })
  }

  /** Takes no more messages; prefetched ones stay locked until their lock runs out, as on Azure. */
  async pause(): Promise<void> {
    this.#paused = true
    for (const wake of this.#waiting.splice(0)) wake()
    await this.#subscription?.close()
  }

  /** Resolves when no message is at work and all are settled. */
  async idle(): Promise<void> {
    await Promise.all(this.#working)
    await this.#receiver.close().catch(() => {})
  }

  async #process(message: ServiceBusReceivedMessage): Promise<void> {
    const { maxConcurrentCalls, maxAutoLockRenewalMs, autoComplete, clock, queue, say, handle } = this.#options
    if (this.#busy >= maxConcurrentCalls) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.#paused) return
    this.#busy++
    const stopRenewing = keepLock({
      lockedUntil: message.lockedUntilUtc,
      maxMs: maxAutoLockRenewalMs,
      clock,
      renew: () => this.#receiver.renewMessageLock(message),
      onLost: (error) => say(`queue ${queue}: a lock could not be renewed: ${error.message}`, 'warning'),
    })
    try {
      const succeeded = await handle(message).then(
        () => true,
        () => false,
      )
      stopRenewing()
      if (succeeded && autoComplete) await this.#settle(() => this.#receiver.completeMessage(message), 'completed')
      if (!succeeded) await this.#settle(() => this.#receiver.abandonMessage(message), 'abandoned')
    } finally {
      stopRenewing()
      this.#busy--
      this.#waiting.shift()?.()
    }
  }

  /**
   * One settlement a tick: rhea writes the outcomes of two consecutive deliveries of one tick as one range with the first
   * one's outcome (`session.js`, `write_dispositions`).
   */
  async #settle(send: () => Promise<void>, what: string): Promise<void> {
    const turn = this.#lastSettlement
    let sent = () => {}
    this.#lastSettlement = new Promise<void>((resolve) => (sent = resolve)).then(nextTick)
    await turn
    const settled = send()
    sent()
    await settled.catch((error: Error) => {
      const { queue, say } = this.#options
      say(`queue ${queue}: a message could not be ${what}, it comes back: ${error.message}`, 'warning')
    })
  }

  #track(work: Promise<void>): Promise<void> {
    this.#working.add(work)
    return work.finally(() => this.#working.delete(work))
  }
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
