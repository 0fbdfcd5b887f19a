import { openDatabase } from '../../../src/db/database'
import { configurationPolicies } from '../../../src/intune/policy-types/configuration-policies/index'
import { createPolicySync } from '../../../src/operations/policy-sync/handler'
import { createOpenStore } from '../../../src/operations/run-store'
import { connections } from '../../../src/connections'
import { readRun } from '../../../src/runs/ledger/read'
import { systemClock as clock } from '../../../src/shared/clock'
import { addTenant, createTestDatabase } from '../../support/database'
import { runnerDeps, type TestOperation } from '../../support/harness'
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
  const syncing: TestOperation = () =>
    createPolicySync({
      types: [configurationPolicies],
      openGraph: async () => graphOf(policyIds(40)),
      openStore: createOpenStore({ db: ledger.db, writing: writing.db }),
      definitionCache: { definitionsFor: async () => () => undefined },
      fingerprint: (secret) => secret,
    })
  const worker = runnerDeps(ledger.db, { operations: [syncing], clock })

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
