import { writeFileSync } from 'node:fs'
import type * as patience from './patience'
import { simulateSeeds, summary } from './suite'
import type { World } from './world'

jest.mock('node:timers/promises', () => {
  const { patientTimers } = jest.requireActual<typeof patience>('./patience')
  return patientTimers(jest.requireActual('node:timers/promises'))
})

const { SEED, FAULT_SEEDS, FAULT_TRACE } = process.env
const seeds = SEED ? [Number(SEED)] : Array.from({ length: Number(FAULT_SEEDS ?? 100) }, (_, i) => i + 1)

function explain({ seed, wrong, trace }: World): string {
  const replay = `SEED=${seed} FAULT_TRACE=trace.txt npx jest tests/faults/faults`
  return `seed ${seed}: ${wrong.join('; ')}\nreplay: ${replay}\n${trace.slice(-20).join('\n')}`
}

/** Every kind of fault, by its name in the tally. */
const kinds = [
  ['crash of a worker', 'crash of an instance', 'crashes', 'drains', 'pauses', 'clock jumps', 'job_fenced'],
  ['errors', 'done but an error', 'sent but an error', 'slow sends', 'transaction ended by the server', 'lock lost'],
  ['lost', 'doubled', 'late', 'early', 'hand-sent', 'redriven', 'unreadable', 'broker down', 'database away'],
  [
    'message_postponed',
    'send_failed',
    'reconcile_failed',
    'heartbeat_failed',
    'job_later',
    'run_readmitted',
    'mended operation',
  ],
  ['succeeded', 'partial', 'failed', 'cancelled', 'cancels', 'trailing', 'force', 'dead letters'],
  ['mended: expired', 'mended: sent', 'mended: scheduled'],
].flat()

test(`whatever breaks and whenever, every run comes to its end (${seeds.length} seeds)`, async () => {
  const result = await simulateSeeds(seeds)
  if (FAULT_TRACE && result.last) writeFileSync(FAULT_TRACE, `${result.last.trace.join('\n')}\n`)
  if (result.broken) throw new Error(explain(result.broken))
  process.stdout.write(`${summary(result)}\n`)
  const missing = kinds.filter((kind) => result.tally.of(kind) === 0)
  expect(seeds.length >= 100 ? missing : []).toEqual([])
}, 600_000)
