import { until } from '../../support/until'
import { unfinishedRuns } from '../support/rows'
import { resendDeadLetter } from './by-hand'
import { queues } from './functions-host'
import type { Sandbox } from './sandbox'
import { ageRows, countUnfinished } from './state'

/** Longer than any lock, shorter than a message lives. */
const stepMs = 30 * 60_000
const rounds = 20
/** For an overloaded machine: what is waited for is an event, however late it comes. */
const deadlineMs = 60_000

/** Counts the messages of all queues. */
export function countMessages({ broker }: Sandbox) {
  const counts = Object.values(queues).map((queue) => broker.queue(queue))
  const sum = (state: keyof (typeof counts)[0]) => counts.reduce((total, count) => total + count[state], 0)
  return {
    active: sum('active'),
    locked: sum('locked'),
    scheduled: sum('scheduled'),
    deadLettered: sum('deadLettered'),
  }
}

/** Waits until the watched process has taken its messages, all that it began is answered, and nothing is under way. */
export async function untilWatchedPartIsOver(sandbox: Sandbox, messages: number, traffic: () => number): Promise<void> {
  const { host, proxies, worker } = sandbox
  const rests = () => {
    const { active, locked } = countMessages(sandbox)
    const taken = messages === Infinity ? active === 0 : host.answered >= messages
    const asked = Object.values(proxies).some((proxy) => proxy.busy())
    return taken && locked === host.heldBack && host.inFlight === 0 && !asked
  }
  const overOnce = async () => {
    const before = { resting: rests(), traffic: traffic() }
    await worker.call('idle') // throws when it dies
    return before.resting && rests() && before.traffic === traffic()
  }
  await until('the watched part is over', overOnce, deadlineMs)
}

/** Lets another process take over, with the host that is left or on another machine. */
export async function startSuccessor(sandbox: Sandbox): Promise<void> {
  const { successor, directSettings, host, broker, clock } = sandbox
  await successor.open(directSettings)
  if (!host.dead) return host.resumeWith(successor)
  const closed = host.close()
  await broker.pause() // returns when no connection is left: else the broker would hand the messages to the dead host
  await broker.resume()
  clock.advance(61_000) // the locks of the machine that is gone run out
  sandbox.replaceHost()
  await closed
}

/** Lets time pass and reconcile run until nothing is left to do. Throws when that does not come. */
export async function runToEnd(sandbox: Sandbox, resendsDeadLetters = false): Promise<void> {
  const { sql, clock, broker, successor } = sandbox
  for (let round = 0; round < rounds; round++) {
    await until('what is at hand is done', () => rests(sandbox), deadlineMs)
    const { deadLettered, scheduled } = countMessages(sandbox)
    if (resendsDeadLetters && deadLettered > 0) await resendDeadLetter(broker)
    else if (scheduled === 0 && (await countUnfinished(sql)) === 0) return
    await ageRows(sql)
    clock.advance(stepMs)
    const ran = async () => ((await successor.call('reconcile', null)) as { ran: boolean }).ran
    await until('reconcile has run', ran, deadlineMs)
  }
  const left = JSON.stringify([...(await unfinishedRuns(sql)), countMessages(sandbox)])
  throw new Error(`not at its end after ${rounds} rounds: ${left}`)
}

async function rests(sandbox: Sandbox): Promise<boolean> {
  const resting = () => {
    const { active, locked } = countMessages(sandbox)
    return sandbox.host.inFlight === 0 && active + locked === 0
  }
  if (!resting()) return false
  await sandbox.successor.call('idle')
  return resting()
}
