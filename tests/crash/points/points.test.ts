import { policyTypes } from '../../../src/intune/policy-types/registry'
import { sample } from '../../support/sample'
import { CRASH_POINT } from '../support/replay'
import { crashAtEach, describeCrash, type NumberedCrash, numberCrashes, record, recordAll, type Recorded } from './crash-points' // prettier-ignore
import type { Environment } from './environment'
import { onePolicy } from './scenarios'
import { labelOf, sites, sitesOf } from './statements'

let environment: Environment
let recorded: Recorded[]
let crashes: NumberedCrash[]

beforeAll(async () => {
  ;({ environment, recorded } = await recordAll())
  crashes = numberCrashes(recorded)
}, 300_000)

afterAll(() => environment?.close())

test('the recorder sees every writing statement and every commit that PostgreSQL sees', () => {
  for (const { scenario, recorder, logged } of recorded) {
    const seen = { statements: recorder.statements.toSorted(), transactions: recorder.commits }
    expect({ scenario: scenario.name, ...seen }).toEqual({ scenario: scenario.name, ...logged })
  }
})

test('every writing statement of the sources has its crash points', () => {
  const labels = new Set(crashes.map(({ recorded: { scenario }, point }) => `${scenario.name} ${point.label}`))
  const statements = recorded.flatMap(({ scenario, recorder }) =>
    recorder.statements.filter((statement) => labels.has(`${scenario.name} ${labelOf(statement)}`)),
  )
  const covered = new Set(statements.flatMap(sitesOf))
  expect(sites.filter((site) => !covered.has(site))).toEqual([])
  expect(statements.filter((statement) => sitesOf(statement).length === 0)).toEqual([])
})

test('wherever the process dies, rows and counts end as undisturbed (a sample)', async () => {
  const chosen = CRASH_POINT ? crashes.filter(({ number }) => number === Number(CRASH_POINT)) : sample(crashes, 4)
  if (chosen.length === 0) throw new Error(`CRASH_POINT must be a number from 1 to ${crashes.length}`)
  if (CRASH_POINT) process.stdout.write(`crash point ${describeCrash(chosen[0]!)}\n`)
  const failures = await crashAtEach(environment, chosen)
  process.stdout.write(`crash points: ${chosen.length - failures.length} of ${chosen.length}, of ${crashes.length}\n`)
  expect(failures.join('\n\n')).toBe('')
}, 300_000)

test('a program that writes the item first and its rows afterwards is found out', async () => {
  const wrong = numberCrashes([await record(environment, environment.workers[0], onePolicy, 'splitWrites')])
  // before and after the item of each source and of the policy
  expect(wrong).toHaveLength(2 * (policyTypes.length + 1))
  const revealing = wrong.at(-1)! // after the item of the policy: sources have theirs before it
  const chosen = [...sample(wrong.slice(0, -1), 1), revealing]
  const failures = await crashAtEach(environment, chosen, 'splitWrites')
  const ofPolicy = new RegExp(`after runs/ledger/record-item.*#${policyTypes.length + 1}$`, 'm')
  expect(failures).toEqual([expect.stringMatching(ofPolicy)])
}, 300_000)

test('a process that does not die at its point is no crash', async () => {
  const nowhere = { ...crashes[0]!, point: { ...crashes[0]!.point, occurrence: 99 } }
  expect(await crashAtEach(environment, [nowhere])).toEqual([expect.stringMatching(/not crashed/)])
}, 300_000)
