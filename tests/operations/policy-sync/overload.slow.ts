import { openDatabase } from '../../../src/db/database'
import { createGraphClient } from '../../../src/graph/graph-client'
import { createPorts } from '../../../src/operations/create-ports'
import { policySync } from '../../../src/operations/policy-sync/index'
import { connections } from '../../../src/connections'
import { readRun } from '../../../src/runs/ledger/read'
import { systemClock as clock } from '../../../src/shared/clock'
import { entra } from '../../graph/support/open'
import { addTenant, createTestDatabase } from '../../support/database'
import { runnerDeps } from '../../support/harness'
import { admitTest } from '../../support/runs'
import { delivery } from '../../runs/worker/deliver'
import { runMessage } from '../../../src/runs/worker/run-message'
import { graphOf, policyIds } from './listed-policies'

test('point 2: with units of 1.5 s, 8 runs of 40 policies in one process all end succeeded', async () => {
  const database = await createTestDatabase()
  await database.sql.unsafe(`
    create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(1.5); return new; end $$;
    create trigger slow before insert on policies for each row execute function slow()`)
  // the pools of one instance
  const ledger = openDatabase(database.url, { poolSize: connections.ledger })
  const writing = openDatabase(database.url, { poolSize: connections.writing })
  const ports = createPorts({
    db: ledger.db,
    writing: writing.db,
    clock,
    graph: createGraphClient({ config: { entra, graphBaseUrl: 'https://graph.invalid' }, clock }),
    newDefinitionCache: () => ({ definitionsFor: async () => () => undefined }),
    fingerprintKey: 'key',
  })
  const graph = async () => graphOf(policyIds(40))
  const portsFor: typeof ports.portsFor = (...of) => ({ ...ports.portsFor(...of), graph })
  const worker = { ...runnerDeps(ledger.db, { operations: [policySync], clock }), ...ports, portsFor }

  const runs = Array.from({ length: 8 }, async () => {
    const { workspaceId, externalId: tenantId } = await addTenant(database)
    const { runId } = await admitTest(database, { workspaceId, tenantId, operation: 'policy.sync' })
    await runMessage(worker, 'sync', { v: 1, runId }, delivery())
    const { status, attempt, counts } = (await readRun(database.db, runId))!
    return { status, attempt, policies: counts?.policies, failed: counts?.failed }
  })
  const ended = { status: 'succeeded', attempt: 1, policies: 40, failed: 0 }
  expect(await Promise.all(runs)).toEqual(Array.from({ length: 8 }, () => ended))
  await Promise.all([ledger.close(), writing.close()])
  await database.close()
})
