import { ServiceBusClient } from '@azure/service-bus'
import { startBackend } from '../support/backend'
import { until } from '../support/until'

const queue = 'intune-sync-queue'

test.each(['Europe/Berlin', 'America/New_York'])(
  '25: with TZ=%s a message sent by hand after its run failed takes the run up again',
  async (zone) => {
    const backend = await startBackend({ content: { policies: 1, seed: 1 }, settings: { TZ: zone } })
    const client = new ServiceBusClient(backend.broker.connectionString)
    const { sql, tenant } = backend.database
    const [run] = await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, dispatched_at)
      values (${tenant.workspaceId}, ${tenant.externalId}, 'policy.unheard_of', 'sync', 'x', now() - interval '1 minute') returning id`
    const state = async () => (await sql`select status, attempt from runs where id = ${run!.id}`)[0]!
    const deadLettered = async () => (await backend.broker.queue(queue)).deadLettered

    await backend.call('POST', 'ops/tick')
    await until('its message is dead-lettered', async () => (await deadLettered()) === 1)
    expect(await state()).toEqual({ status: 'failed', attempt: 1 })
    await client.createSender(queue).sendMessages({ body: { v: 1, runId: run!.id } })
    await until('the copy is dead-lettered', async () => (await deadLettered()) === 2)
    expect(await state()).toEqual({ status: 'failed', attempt: 2 })

    await client.close()
    await backend.stop()
  },
)
