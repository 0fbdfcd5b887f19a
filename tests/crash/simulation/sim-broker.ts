import type { Entry } from '../../../local/broker/entry'
import type { Message as BrokerMessage } from '../../../local/broker/message'
import { Queue } from '../../../local/broker/queue'
import { ManualClock } from '../../../local/clock'
import { lanes, type Lane } from '../../../src/shared/operation-record'

/** Who sent a message; a doubled or held one is the ledger's all the same. */
export type Origin = 'ledger' | 'hand'

const day = 86_400_000
const settings = { lockDuration: 60_000, maxDeliveryCount: 10, timeToLive: 14 * day, deadLetterOnExpiration: true }
const none = Buffer.alloc(0)

export function createSimBroker(start: number) {
  const clock = new ManualClock(start)
  const origins = new WeakMap<BrokerMessage, Origin>()
  const queues = new Map(lanes.map((lane) => [lane, pair(lane, clock)]))
  const of = (lane: Lane) => queues.get(lane)!

  return {
    clock,
    originOf: (message: BrokerMessage): Origin => origins.get(message) ?? 'ledger',
    send(
      lane: Lane,
      body: unknown,
      { scheduledAt, origin = 'ledger' }: { scheduledAt?: number; origin?: Origin } = {},
    ) {
      const message: BrokerMessage = {
        header: [],
        deliveryAnnotations: none,
        annotations: new Map(),
        properties: [],
        applicationProperties: none,
        body: Buffer.from(JSON.stringify(body)),
        timeToLive: undefined,
        scheduledAt,
        size: 100,
      }
      origins.set(message, origin)
      of(lane).main.send([message])
    },
    main: (lane: Lane) => of(lane).main,
    /** The oldest message that waits or is being worked on. */
    head(lane: Lane): Date | null {
      for (const entry of of(lane).main.peek(0)) if (entry.state !== 'scheduled') return new Date(entry.enqueuedAt)
      return null
    },
    waiting: () => lanes.filter((lane) => of(lane).main.hasReady),
    all: () => lanes.flatMap((lane) => [...of(lane).main.peek(0)]),
    dead: () => lanes.flatMap((lane) => [...of(lane).dead.peek(0)].map((entry) => ({ lane, entry }))),
    /** The oldest dead letter of a lane, taken out. */
    takeDead: (lane: Lane): Entry | undefined => of(lane).dead.take(),
    close() {
      for (const { main, dead } of queues.values()) {
        main.close()
        dead.close()
      }
    },
  }
}

function pair(lane: Lane, clock: ManualClock) {
  const dead = new Queue({ ...settings, name: `${lane}/$dead`, maxDeliveryCount: Infinity }, clock, () => {})
  return { dead, main: new Queue({ ...settings, name: lane }, clock, () => {}, dead) }
}

export const bodyOf = ({ message }: Entry): unknown => JSON.parse(message.body.toString())

/** The run a message speaks of, if it can be read. */
export function runIdOf(entry: Entry): string | undefined {
  const { v, runId } = bodyOf(entry) as { v?: number; runId?: string }
  return v === 1 ? runId : undefined
}
