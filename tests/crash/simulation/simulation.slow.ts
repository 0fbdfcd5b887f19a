import { slice } from '../../support/sample'
import { CRASH_SEED } from '../support/replay'
import { simulateAndReport } from './simulate-seeds'
import type * as timers from './simulated-timers'

jest.mock('node:timers/promises', () => jest.requireActual<typeof timers>('./simulated-timers').simulatedTimers())

const seeds = slice(Array.from({ length: 150 }, (_, i) => i + 1))

/** Every kind of fault, by its name in the tally. */
const kinds = [
  ['crash of a worker', 'crash of an instance', 'crashes', 'drains', 'pauses', 'clock jumps', 'job_fenced'],
  ['errors', 'done but an error', 'sent but an error', 'slow sends', 'transaction ended by the server', 'lock lost'],
  ['lost', 'doubled', 'late', 'early', 'hand-sent', 'resent by hand', 'unreadable', 'broker down', 'database away'],
  [
    'message_postponed',
    'send_failed',
    'reconcile_failed',
    'heartbeat_failed',
    'job_later',
    'run_readmitted',
    'repaired operation',
  ],
  ['succeeded', 'partial', 'failed', 'cancelled', 'cancels', 'trailing', 'force', 'dead letters'],
  ['repaired: expired', 'repaired: sent', 'repaired: scheduled'],
].flat()

test(`whatever breaks and whenever, every run comes to its end (${seeds.length} seeds)`, async () => {
  const { failure, tally } = await simulateAndReport(seeds)
  expect(failure).toBe('')
  const missing = kinds.filter((kind) => tally.of(kind) === 0)
  expect(CRASH_SEED || seeds.length < 100 ? [] : missing).toEqual([])
})
