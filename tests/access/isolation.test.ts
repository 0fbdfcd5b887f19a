import { randomUUID } from 'node:crypto'
import { homeTenantId } from '../../local/simulator/entra/demo-callers'
import { newTenant, type SeededTenant } from '../../local/postgres/fresh'
import { apiRoutes } from '../../src/http/routes'
import { operationRecords } from '../../src/operations/registry'
import { type Backend, startBackend } from '../support/backend'

jest.setTimeout(120_000)

// the page of a link is for a browser without a caller: tests/access/consent
const reads = apiRoutes(operationRecords.values()).filter(
  ({ name, method, needs }) => method === 'GET' && needs !== 'Operations' && name !== 'consentCallback',
)

interface Side {
  /** A text that stands in every row of this side. */
  mark: string
  /** The owner of its workspace alone. */
  oid: string
  workspaceId: string
  tenants: SeededTenant[]
  runIds: string[]
}

let backend: Backend
let sides: [Side, Side]
beforeAll(async () => {
  backend = await startBackend({ content: { policies: 1, seed: 1 } })
  sides = [await addSide(), await addSide()]
})
afterAll(() => backend.stop())

/** Makes a workspace whose every text that a route can show has its mark. */
async function addSide(): Promise<Side> {
  const { sql } = backend.database
  const mark = `mark${randomUUID().replaceAll('-', '')}`
  const [workspace] = await sql`insert into workspaces (name) values (${mark}) returning id`
  const workspaceId = String(workspace!.id)
  const oid = randomUUID()
  await sql`insert into workspace_home_tenants (workspace_id, tid) values (${workspaceId}, ${homeTenantId})`
  await sql`insert into grants (workspace_id, tid, oid, role, label, granted_by)
    values (${workspaceId}, ${homeTenantId}, ${oid}, 'owner', ${mark}, ${mark})`
  const tenants: SeededTenant[] = []
  const runIds: string[] = []
  for (let n = 0; n < 3; n++) {
    const { externalId, entraTenantId } = newTenant(randomUUID())
    const appKey = `${mark}-${n}`
    await sql`insert into tenants (external_id, workspace_id, entra_tenant_id, app_key, display_name, status)
      values (${externalId}, ${workspaceId}, ${entraTenantId}, ${appKey}, ${mark}, 'active')`
    tenants.push({ ...newTenant(entraTenantId), externalId, workspaceId, appKey: appKey as SeededTenant['appKey'] })
    const error = sql.json({ code: 'graph.forbidden', category: 'needs_administrator', message: mark })
    const [run] =
      await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, status, requested_by, error, finished_at, counts, events)
      values (${workspaceId}, ${externalId}, 'policy.sync', 'sync', ${mark}, 'partial', ${mark}, ${error}, now(), '{"total":1,"processed":1}', 1)
      returning id`
    const runId = String(run!.id)
    runIds.push(runId)
    await sql`insert into run_items (run_id, item_key, attempt, source, label, outcome, message)
      values (${runId}, ${`s/${mark}`}, 1, 's', ${mark}, 'failed', ${mark})`
    await sql`insert into run_events (run_id, seq, kind, actor) values (${runId}, 1, 'queued', ${mark})`
    await sql`insert into notifications (recipient, workspace_id, tenant_id, run_id, event, status, at)
      values (${`${homeTenantId}/${oid}`}, ${workspaceId}, ${externalId}, ${runId}, 1, 'queued', now())`
    await sql`insert into policies (tenant_id, source, graph_id, graph_policy_id, policy_type, name, description, content_hash, assignments_state, raw)
      values (${externalId}, 's', ${mark}, ${mark}, 't', ${mark}, ${mark}, 'x', 'read', ${Buffer.from(mark)})`
    await sql`insert into policy_assignments (tenant_id, source, graph_id, assignment_key, target_kind, group_name)
      values (${externalId}, 's', ${mark}, 'k', 'group', ${mark})`
    await sql`insert into source_states (tenant_id, source) values (${externalId}, ${mark})`
    await sql`insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value, setting_value_type, last_synced_at, source)
      values (${appKey}, ${mark}, ${mark}, 't', ${mark}, ${mark}, 'string', now(), 's')`
    await sql`insert into audit_events (workspace_id, tenant_id, run_id, actor, action, target)
      values (${workspaceId}, ${externalId}, ${runId}, ${mark}, 'run.started', ${mark})`
  }
  return { mark, oid, workspaceId, tenants, runIds }
}

const pathsOf = (path: string, { workspaceId, tenants, runIds }: Side): string[] =>
  tenants.flatMap(({ externalId, appKey }, n) =>
    [externalId, appKey].map((tenantId) =>
      path.replace('{workspaceId}', workspaceId).replace('{tenantId}', tenantId).replace('{runId}', runIds[n]!),
    ),
  )

const read = async (path: string, { oid }: Side) => {
  const { status, body } = await backend.send('GET', path, { headers: backend.tokenOf('owner', { oid }) })
  return { status, text: JSON.stringify(body) }
}

test.each(reads.map(({ name, path }) => [name, path]))(
  '%s shows its own marks and none of the other workspace',
  async (name, path) => {
    for (const [mine, theirs] of [sides, sides.toReversed()] as [Side, Side][]) {
      for (const url of pathsOf(path, mine)) {
        const { status, text } = await read(url, mine)
        expect({ name, url, status }).toEqual({ name, url, status: 200 })
        expect(text.includes(theirs.mark)).toBe(false)
      }
      for (const url of pathsOf(path, theirs).filter((each) => each !== path)) {
        const { status, text } = await read(url, mine)
        expect({ name, url, status }).toEqual({ name, url, status: 403 })
        expect(text.includes(theirs.mark)).toBe(false)
      }
    }
  },
)

test('the marks are where they can be seen', async () => {
  const [mine] = sides
  const tenant = `tenants/${mine.tenants[0]!.externalId}`
  for (const path of [
    `workspaces/${mine.workspaceId}/tenants`,
    `${tenant}/settings`,
    `${tenant}/policies`,
    `${tenant}/runs/${mine.runIds[0]}`,
    `${tenant}/runs/${mine.runIds[0]}/items`,
    `${tenant}/runs/${mine.runIds[0]}/events`,
    `${tenant}/runs`,
    `workspaces/${mine.workspaceId}/runs`,
    `workspaces/${mine.workspaceId}/audit`,
    'workspaces',
  ])
    // prettier-ignore
    expect({ path, seen: (await read(path, mine)).text.includes(mine.mark) }).toEqual({ path, seen: true })
})
