import { sideBySide } from './crew'
import { describeKill, killAll, type Numbered, numberKills, rehearse, type Rehearsal } from './list'
import { scenarios, small } from './scenarios'
import { labelOf, sites, sitesOf } from './statements'
import { openTheatre, type Theatre } from './theatre'

let theatre: Theatre
let rehearsals: Rehearsal[] = []
let kills: Numbered[]
/** All of the sync, and of the other scenarios what no earlier one has; with `KILLS=all` those again, too. */
let usual: Numbered[]

beforeAll(async () => {
  theatre = await openTheatre()
  const { bench, crews, fixture } = theatre
  rehearsals = await sideBySide(crews, scenarios, (crew, scenario) => rehearse(bench, crew, fixture, scenario))
  kills = numberKills(rehearsals)
  usual = process.env.KILLS === 'all' ? kills : kills.filter(({ again }) => !again)
})

afterAll(() => theatre?.close())

test('the tracer sees every writing statement and every commit that PostgreSQL sees', () => {
  const seen = rehearsals.map(({ scenario, gate, witnessed }) => ({
    scenario: scenario.name,
    tracer: { statements: gate.statements.toSorted(), transactions: gate.commits },
    witnessed,
  }))
  for (const { scenario, tracer, witnessed } of seen)
    expect({ scenario, ...tracer }).toEqual({ scenario, ...witnessed })
})

test('no write without its kill: every writing statement of the sources is killed somewhere', () => {
  const killed = new Set(usual.map(({ rehearsal, point }) => `${rehearsal.scenario.name} ${point.label}`))
  const statements = rehearsals.flatMap(({ scenario, gate }) =>
    gate.statements.filter((statement) => killed.has(`${scenario.name} ${labelOf(statement)}`)),
  )
  const covered = new Set(statements.flatMap(sitesOf))
  expect(sites.filter((site) => !covered.has(site))).toEqual([])
  expect(statements.filter((statement) => sitesOf(statement).length === 0)).toEqual([])
})

test('wherever the process dies, rows and counts end as undisturbed', async () => {
  const only = process.env.KILL
  const chosen = only ? kills.filter(({ number }) => number === Number(only)) : usual
  if (chosen.length === 0) throw new Error(`KILL must be a number from 1 to ${kills.length}`)
  if (only) process.stdout.write(`kill ${describeKill(chosen[0]!)}\n`)
  const failures = await killAll(theatre.bench, theatre.crews, chosen)
  const more = only ? '' : kills.length > chosen.length ? ` (KILLS=all: ${kills.length})` : ''
  process.stdout.write(`kills: ${chosen.length - failures.length} of ${chosen.length}${more}\n`)
  const report = failures.map((failure) => `${failure}\n\nReplay one: KILL=<number> npx jest tests/kills`)
  expect(report.join('\n\n')).toBe('')
}, 300_000)

test('a program that writes the item first and its rows afterwards is found out', async () => {
  const { bench, crews, fixture } = theatre
  const rehearsal = await rehearse(bench, crews[0], fixture, small, 'splitWrites')
  const wrong = numberKills([rehearsal])
  expect(wrong).toHaveLength(12) // before and after the items of five sources and of the policy
  const failures = await killAll(bench, crews, wrong, 'splitWrites')
  expect(failures).toEqual([expect.stringMatching(/after settings\/record-item/)])
})

test('a process that does not die at its point is no kill', async () => {
  const { bench, crews } = theatre
  const nowhere = { ...usual[0]!, point: { ...usual[0]!.point, occurrence: 99 } }
  expect(await killAll(bench, crews, [nowhere])).toEqual([expect.stringMatching(/not killed/)])
})
