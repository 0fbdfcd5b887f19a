import { toAppKey } from '../../src/shared/ids'
import type { WorkerDeps } from '../../src/operations/create-ports'
import type { Db } from '../../src/db/database'
import { AppError } from '../../src/shared/errors'
import type { Lane } from '../../src/runs/ledger/types'
import { type AnyOperation, defineOperation, type Ports } from '../../src/operations/ports'
import type { RunQueues } from '../../src/runs/queue/service-bus'
import type { Message } from '../../src/runs/queue/message'
import { applySweep } from '../../src/intune/store/apply-sweep'
import { doneItems, recordItem } from '../../src/runs/ledger/record-item'
import { countStoredPolicies, storedPolicies } from '../../src/intune/store/read-policies'
import { writePolicy } from '../../src/intune/store/write-policy'
import { AttemptStopped } from '../../src/runs/worker/attempt-stopped'
import type { Clock } from '../../src/shared/clock'
import * as z from 'zod'
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
    close: async () => {},
  }
  return { queues, sent, state }
}

/** Makes an operation named `test`. */
export function testOperation(run: AnyOperation['run'], more: Partial<AnyOperation> = {}): AnyOperation {
  return {
    ...defineOperation({
      name: 'test',
      input: z.unknown(),
      lane: 'sync',
      cooldownSeconds: 0,
      writesToTenant: false,
      run,
    }),
    ...more,
  }
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
  operations?: AnyOperation[]
  clock?: Clock
  queues?: RunQueues
  drain?: AbortSignal
  log?: (event: string, fields: Record<string, unknown>) => void
}

/** Everything that `runMessage` needs, with a real database and without Graph. */
export function runnerDeps(db: Db, options: HarnessOptions = {}): WorkerDeps {
  return {
    db,
    queues: options.queues ?? createTestQueues().queues,
    log: options.log ?? (() => {}),
    clock: options.clock ?? createTestClock(),
    drain: options.drain ?? new AbortController().signal,
    operations: new Map((options.operations ?? []).map((o) => [o.name, o])),
    portsFor: (run, { appKey }): Ports => {
      const writer = { runId: run.id, attempt: run.attempt, appKey }
      const unlessFenced = (written: unknown) => {
        if (!written) throw new AttemptStopped('fenced')
      }
      return {
        graph: () => Promise.reject(new Error('no Graph in this test')),
        settings: {
          fingerprint: (secret) => secret,
          done: () => doneItems(db, run.id),
          write: async (unit) => unlessFenced(await writePolicy(db, writer, unit)),
          record: async (item) => unlessFenced(await recordItem(db, writer, item)),
          missing: async () => [],
          stored: () => storedPolicies(db, run.tenantId),
          countStored: () => countStoredPolicies(db, run.tenantId),
          definitions: async () => () => undefined,
        },
      }
    },
    closingStep:
      (run, { sweep }) =>
      async (tx) => {
        const writer = { runId: run.id, attempt: run.attempt, appKey: toAppKey(run.tenantId) }
        if (sweep) await applySweep(tx, writer, run.tenantId, sweep)
      },
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
