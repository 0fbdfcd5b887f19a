import type { Lane } from '../../../src/shared/operation-record'
import { driftedRuns, runsWithWrongEvents, unfinishedRuns } from '../support/rows'
import { runIdOf } from './sim-broker'
import { Tally } from './tally'
import { contentOf } from './upstream'
import type { World } from './world'

/** What is known of a run from the outside. */
export interface Known {
  lane: Lane
  tenantId: string
  source: string
  status: string
  attempt: number
}

/** Messages of one run that wait at the same time, beside one per attempt and those that a fault or a hand added. */
const mostMessages = 3

/** What must hold at every moment; `sim.violations` is what the database's triggers saw. */
export async function check(world: World): Promise<void> {
  const { sql } = world.database
  const [row] = await sql`
    with gone as (delete from sim.history returning *)
    select (select json_agg(h order by h.id) from (select g.*, r.lane, r.tenant_id, r.input ->> 'source' as source
        from gone g join runs r on r.id = g.run_id) h) as history,
      (select json_agg(what) from sim.violations) as wrong,
      (select count(*) from (select from runs where dispatched_at is not null and status in ('queued', 'running')
        group by tenant_id, lane having count(*) > 1) x)::int as lanes,
      (select count(*) from (select from runs where status in ('queued', 'running')
        group by tenant_id, identity, attempt = 0 having count(*) > 1) x)::int as twins`
  const { history, wrong, lanes, twins } = row as {
    history: Event[] | null
    wrong: string[] | null
    lanes: number
    twins: number
  }
  for (const what of wrong ?? []) world.reportViolation(what)
  if (lanes > 0) world.reportViolation('two runs are dispatched on one lane of a tenant')
  if (twins > 0) world.reportViolation('two begun, or two waiting, runs of one identity')
  for (const event of history ?? []) await note(world, event)
  checkMessages(world)
}

interface Event {
  id: number
  run_id: string
  was: string | null
  status: string
  attempt: number
  code: string | null
  lane: Lane
  tenant_id: string
  source: string
}

async function note(world: World, event: Event): Promise<void> {
  const { run_id: runId, was, status, attempt, lane, tenant_id: tenantId, source } = event
  world.log(`  run ${runId.slice(-4)} ${was ?? 'new'} → ${status} (attempt ${attempt}) ${event.code ?? ''}`)
  world.known.set(runId, { lane, tenantId, source, status, attempt })
  if (status !== was) world.tally.add(was ? status : 'runs')
  if (status === 'succeeded') await checkContent(world, runId)
}

/** A run that succeeded has all its items, and its source's rows are exactly those of the tenant. */
async function checkContent(world: World, runId: string): Promise<void> {
  const { tenantId, source } = world.known.get(runId)!
  const { sql } = world.database
  const { version } = world.upstream.planOf(runId, source)
  const units = contentOf(tenantId, source, version, 0)
  const rows = await sql`select graph_policy_id || '/' || setting_path || '=' || raw_value || definition_id as row
    from policy_settings where tenant_id = ${tenantId} and source = ${source}`
  const expected = units.flatMap(({ graphPolicyId, rows }) =>
    rows.map(({ path, raw }) => `${graphPolicyId}/${path}=${raw}${tenantId}`),
  )
  const is = rows.map(({ row }) => String(row))
  if (!same(is, expected))
    world.reportViolation(`rows of ${runId} are ${is.sort().join()}, not ${expected.sort().join()}`)
  const items = await sql`select item_key from run_items where run_id = ${runId} and outcome = 'succeeded'`
  const done = items.map(({ item_key: key }) => String(key))
  if (!same(done, units.map(({ graphPolicyId }) => `${source}/${graphPolicyId}`))) world.reportViolation(`items of ${runId} are ${done.join()}`) // prettier-ignore
}

const same = (a: string[], b: string[]) => a.length === b.length && new Set([...a, ...b]).size === new Set(b).size

/** Messages do not breed. */
function checkMessages(world: World): void {
  const messages = new Tally()
  for (const entry of world.broker.all()) {
    const runId = runIdOf(entry)
    if (runId) messages.add(runId)
  }
  for (const [runId, n] of messages.counts) {
    const added = world.extras.of(runId) + world.byHand.of(runId)
    if (n - added > mostMessages + (world.known.get(runId)?.attempt ?? 0))
      world.reportViolation(`${n} messages of ${runId}`)
  }
}

/** What must hold when everything has come to its end. */
export async function checkEnd(world: World): Promise<void> {
  const { sql } = world.database
  const stuck = await unfinishedRuns(sql)
  world.tally.add('stuck', stuck.length)
  for (const run of stuck) world.reportViolation(`${String(run.id)} is stuck: ${String(run.status)}`)
  for (const { id } of await driftedRuns(sql))
    world.reportViolation(`the counts of ${String(id)} are not those of its items`)
  for (const { id, kinds } of await runsWithWrongEvents(sql))
    world.reportViolation(`the events of ${String(id)} do not tell its story: ${String(kinds)}`)
  const waiting = world.broker.all().length
  if (waiting > 0) world.reportViolation(`${waiting} messages are left`)
  await checkDeadLetters(world)
}

/** The dead letters are those that failed a run, came after it by themselves, or cannot be read; and all of those. */
async function checkDeadLetters(world: World): Promise<void> {
  const letters = world.broker
    .dead()
    .map(({ lane, entry }) => ({ key: `${lane}/${entry.enqueuedSequenceNumber}`, entry }))
  for (const { key, entry } of letters) {
    world.tally.add('dead letters')
    const runId = runIdOf(entry)
    const readable = runId !== undefined && world.known.has(runId)
    if (readable && world.endings.get(key) !== 'message.leftover')
      world.reportViolation(`dead letter ${key} of ${runId} ended ${world.endings.get(key)}`)
  }
  const failed = await world.database
    .sql`select id, lane, failed_by from runs where status = 'failed' and failed_by is not null`
  for (const { id, lane, failed_by: by } of failed) {
    const key = `${String(lane)}/${String(by)}`
    if (!letters.some((letter) => letter.key === key) && !world.resent.has(key) && !world.elsewhere.has(key))
      world.reportViolation(`${String(id)} was failed by ${key}, which is no dead letter`)
  }
}
