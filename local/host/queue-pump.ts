import type {
  MessageHandlers,
  ServiceBusClient,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
} from '@azure/service-bus'
import type { Clock } from '../clock'
import { atMost } from '../../src/shared/timeout'
import { closeTimeoutMs } from './close-timeout'
import { startLockRenewal } from './lock-renewal'
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
  /** Runs the function; when it rejects, the message is abandoned. */
  handle: (message: ServiceBusReceivedMessage) => Promise<void>
}

/** A callback of the SDK that is missing in its public types (`core/streamingReceiver.js`). */
interface Handlers extends MessageHandlers {
  postInitialize(): Promise<void>
}

/** A refused link is opened and then closed: one that is open for this long was not refused. */
const openForMs = 250

/** Receives messages of one queue in peek-lock, runs the function, then completes or abandons. Always reconnects. */
export class QueuePump {
  readonly #options: QueuePumpOptions
  readonly #receiver: ServiceBusReceiver
  readonly #working = new Set<Promise<void>>()
  readonly #waiting: (() => void)[] = []
  #busy = 0
  #disconnected = false
  #backAgain: NodeJS.Timeout | undefined
  #paused = false
  #subscription: { close(): Promise<void> } | undefined
  #lastSettlement: Promise<unknown> = Promise.resolve()

  constructor(options: QueuePumpOptions) {
    this.#options = options
    this.#receiver = options.client.createReceiver(options.queue, {
      maxAutoLockRenewalDurationInMs: 0, // see startLockRenewal
      skipParsingBodyAsJson: true,
    })
  }

  start(): void {
    const { maxConcurrentCalls, prefetchCount, queue, say } = this.#options
    const handlers: Handlers = {
      processMessage: (message) => this.#track(this.#process(message)),
      processError: async ({ error }) => {
        clearTimeout(this.#backAgain)
        if (this.#disconnected || this.#paused) return
        this.#disconnected = true
        say(`queue ${queue}: Service Bus is unavailable, retrying: ${error.message}`, 'warning')
      },
      postInitialize: async () => {
        if (this.#disconnected) this.#backAgain = setTimeout(() => this.#sayBack(), openForMs).unref()
      },
    }
    this.#subscription = this.#receiver.subscribe(handlers, {
      autoCompleteMessages: false,
      maxConcurrentCalls: maxConcurrentCalls + prefetchCount,
    })
  }

  #sayBack(): void {
    if (!this.#paused) this.#options.say(`queue ${this.#options.queue}: Service Bus is available again`)
    this.#disconnected = false
  }

  /** Stops receiving; prefetched messages stay locked until their lock expires, as on Azure. */
  async pause(): Promise<void> {
    this.#paused = true
    for (const wake of this.#waiting.splice(0)) wake()
    if (this.#subscription) await atMost(closeTimeoutMs, this.#subscription.close())
  }

  /** Resolves when all received messages are processed and settled. */
  async idle(): Promise<void> {
    await Promise.all(this.#working)
    await atMost(closeTimeoutMs, this.#receiver.close())
  }

  async #process(message: ServiceBusReceivedMessage): Promise<void> {
    const { maxConcurrentCalls, maxAutoLockRenewalMs, autoComplete, clock, queue, say, handle } = this.#options
    if (this.#busy >= maxConcurrentCalls) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.#paused) return
    this.#busy++
    const stopRenewing = startLockRenewal({
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
   * Sends at most one settlement per tick. In one tick, rhea merges settlements of consecutive deliveries and uses the
   * first outcome for all (`session.js`, `write_dispositions`).
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
      say(`queue ${queue}: a message could not be ${what} and will be delivered again: ${error.message}`, 'warning')
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
