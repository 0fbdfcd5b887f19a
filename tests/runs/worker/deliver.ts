import type { RunId } from '../../../src/shared/ids'
import { toAppError } from '../../../src/shared/errors'
import { readRun } from '../../../src/runs/ledger/read'
import type { RunContext } from '../../../src/runs/operation'
import type { AttemptDeps } from '../../../src/runs/worker/attempt'
import { runMessage } from '../../../src/runs/worker/run-message'
import type { TestDatabase } from '../../support/database'
import { createTestQueues, runnerDeps, type TestOperation } from '../../support/harness'
import { admitTest } from '../../support/runs'

const future = new Date(Date.now() + 3_600_000)

/** The first delivery of a message. */
export const delivery = (sequenceNumber = '1', enqueuedAt = future) => ({
  sequenceNumber,
  enqueuedAt,
  deliveryCount: 1,
})

export interface DeliverOptions {
  input?: unknown
  runId?: RunId
  sequenceNumber?: string
  deps?: Partial<AttemptDeps>
}

/** Makes a function that admits a run of an operation, or takes the given one, and delivers its message. */
export const deliverTo =
  (database: () => TestDatabase) =>
  async (operation: TestOperation, { input = {}, runId, sequenceNumber, deps = {} }: DeliverOptions = {}) => {
    const logged: Record<string, unknown>[] = []
    const { queues, sent } = createTestQueues()
    const log = (event: string, fields: Record<string, unknown>) => void logged.push({ event, ...fields })
    const id = runId ?? (await admitTest(database(), { input })).runId
    const worker = { ...runnerDeps(database().db, { operations: [operation], queues, log }), ...deps }
    const thrown = await runMessage(worker, 'sync', { v: 1, runId: id }, delivery(sequenceNumber)).then(
      () => null,
      (error: unknown) => toAppError(error).code,
    )
    const run = (await readRun(database().db, id))!
    return { runId: id, thrown, events: logged.map(({ event }) => event), logged, sent, run }
  }

/** Never resolves; rejects when the heartbeat stops the operation. */
export const untilStopped = ({ signal }: Pick<RunContext, 'signal'>) =>
  new Promise<never>((_resolve, reject) => {
    const stopped = () => reject(signal.reason as Error)
    if (signal.aborted) stopped()
    else signal.addEventListener('abort', stopped, { once: true })
  })

/** A clock whose sleeps end at once, and each advances it by `stepMs`. */
export function steppingClock(stepMs: number) {
  let now = 0
  return {
    now: () => now,
    random: () => 0.5,
    sleep: async () => {
      now += stepMs
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}
