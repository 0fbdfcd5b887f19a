import { noTelemetry, type Telemetry } from '../../src/shared/telemetry'
import * as z from 'zod'
import type { Db } from '../../src/db/database'
import { createOpenStore, type OpenStore, type RunStore } from '../../src/operations/run-store'
import { defineOperation, type Operation, type RunContext } from '../../src/runs/operation'
import type { Message } from '../../src/runs/queue/message'
import type { RunQueues } from '../../src/runs/queue/service-bus'
import type { AttemptDeps } from '../../src/runs/worker/attempt'
import type { Clock } from '../../src/shared/clock'
import { AppError } from '../../src/shared/errors'
import type { Lane, OperationRecord } from '../../src/shared/operation-record'
import { policyUnit } from './units'

export interface SentMessage {
  lane: Lane
  message: Message
  delayMs: number
}

/** Queues that keep what was sent. `state.down`: sending fails. `state.head`: when the oldest message was enqueued. */
export function createTestQueues() {
  const sent: SentMessage[] = []
  const state = { down: false, head: null as Date | null }
  const queues: RunQueues = {
    async send(lane, message, delayMs = 0) {
      if (state.down) throw new AppError('queue.unavailable')
      sent.push({ lane, message, delayMs })
    },
    headEnqueuedAt: async () => state.head,
    async countUpTo(most) {
      if (state.down) throw new AppError('queue.unavailable')
      return Math.min(most, sent.length)
    },
    close: async () => {},
  }
  return { queues, sent, state }
}

/** An operation of a test: made when the worker's store is known. */
export type TestOperation = (openStore: OpenStore) => Operation

/** What an operation of a test does, and what it leaves for the end of its run. */
type Work = (store: RunStore, context: RunContext) => Promise<unknown>

/** A record for tests, named `test`. */
export const testRecord: OperationRecord = {
  name: 'test',
  label: 'Test',
  capability: 'policies.sync',
  http: null,
  input: z.looseObject({}),
  identity: [],
  result: z.unknown(),
  lane: 'sync',
  cooldownSeconds: 0,
  expectedSeconds: 1,
  items: { one: 'thing', many: 'things' },
  writesToTenant: false,
}

/** Makes an operation named `test`, whose result is what `work` gives back. */
export function testOperation(work: Work, more: Partial<OperationRecord> = {}): TestOperation {
  return (openStore) =>
    defineOperation({ ...testRecord, ...more }, async (_input, context) => ({
      result: await work(openStore(context), context),
    }))
}

/**
 * A clock that never waits: `sleep` advances it. A sleep with a signal, as of a heartbeat, lasts until the signal
 * aborts.
 */
export function createTestClock(): Clock & { slept: number[] } {
  let now = 1_000_000
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    random: () => 0.5,
    sleep: (ms, signal) =>
      signal
        ? new Promise((_resolve, reject) => {
            if (signal.aborted) reject(signal.reason as Error)
            else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
          })
        : (slept.push(ms), (now += ms), Promise.resolve()),
  }
}

interface HarnessOptions {
  operations?: TestOperation[]
  clock?: Clock
  queues?: RunQueues
  drain?: AbortSignal
  log?: (event: string, fields: Record<string, unknown>) => void
  telemetry?: Telemetry
}

/** Everything that `runMessage` needs, with a real database and without Graph. */
export function runnerDeps(db: Db, options: HarnessOptions = {}): AttemptDeps {
  const openStore = createOpenStore({ db, writing: db })
  const operations = (options.operations ?? []).map((make) => make(openStore))
  return {
    db,
    queues: options.queues ?? createTestQueues().queues,
    log: options.log ?? (() => {}),
    telemetry: options.telemetry ?? noTelemetry,
    clock: options.clock ?? createTestClock(),
    drain: options.drain ?? new AbortController().signal,
    operations: new Map(operations.map((operation) => [operation.record.name, operation])),
  }
}

/** A unit of work: a policy of source `s` with one setting. */
export function unit(id: string, value = '1') {
  const setting = { path: 'a', name: 'A', value, valueType: 'string' as const, raw: JSON.stringify(value) }
  const rows = [{ ...setting, definitionId: null, category: null, isDefault: null }]
  return policyUnit({ source: 's', graphPolicyId: id, policyName: id, rows })
}

export const item = (key: string, outcome: 'succeeded' | 'failed' = 'succeeded') => ({
  key: `s/${key}`,
  source: 's',
  label: key,
  outcome,
  ...(outcome === 'failed' ? { code: 'sync.policy_unreadable' as const, message: 'unreadable' } : {}),
})
