import { AppError } from '../../../src/shared/errors'
import type { Lane } from '../../../src/shared/operation-record'
import type { RunQueues } from '../../../src/runs/queue/service-bus'
import type { Message } from '../../../src/runs/queue/message'
import type { Task } from './processes'
import { epoch } from './sim-database'
import type { World } from './world'

const messageFates = { well: 100, lost: 7, doubled: 12, late: 8, early: 6 }

/** The queues of one task. Every call waits for its turn, the clock is its process's, and messages may get lost. */
export function createSimQueues(world: World, task: Task): RunQueues {
  const { scheduler, broker, random, tally } = world
  const unavailable = async () => new AppError('queue.unavailable')

  function accept(lane: Lane, message: Message, dueAt: number | undefined): void {
    const what = world.calm ? 'well' : random.weighted(messageFates)
    world.log(`${task.name} sends ${message.runId.slice(-4)} (${what})${dueAt ? ` for ${(dueAt - epoch) / 1000}` : ''}`)
    const later = (at: number | undefined) => broker.send(lane, message, at === undefined ? {} : { scheduledAt: at })
    if (what !== 'well') tally.add(what)
    if (what === 'lost') return
    task.sent.push(message.runId)
    if (what === 'late') return later(Math.max(dueAt ?? 0, broker.clock.now()) + random.between(1_000, 20 * 60_000))
    if (what === 'early') return later(dueAt && dueAt - random.between(1_000, 600_000))
    later(dueAt)
    if (what === 'doubled') {
      world.extras.add(message.runId)
      later(random.chance(0.5) ? dueAt : broker.clock.now() + random.between(1_000, 600_000))
    }
  }

  return {
    send: (lane, message, delayMs = 0) => {
      const dueAt = delayMs > 0 ? epoch + scheduler.now + task.process.clockOff + delayMs : undefined
      return scheduler.schedule(task, {
        kind: 'send',
        what: `send ${message.runId.slice(-4)}`,
        spoil: unavailable,
        run: async () => {
          if (world.brokerDown) throw await unavailable()
          accept(lane, message, dueAt)
        },
      })
    },
    headEnqueuedAt: (lane) =>
      scheduler.schedule(task, {
        kind: 'peek',
        what: 'peek',
        spoil: unavailable,
        run: async () => {
          if (world.brokerDown) throw await unavailable()
          return broker.head(lane)
        },
      }),
    countUpTo: async () => 0, // no pass of reconcile and no run asks
    close: async () => {},
  }
}
