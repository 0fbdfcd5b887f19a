import { ServiceBusClient } from '@azure/service-bus'
import { queue, type } from '../cli/dead-letters'
import { type Backend, startBackend } from '../support/backend'
import { until } from '../support/until'

let backend: Backend
beforeEach(async () => {
  backend = await startBackend({ content: { policies: 3, seed: 1 } })
})
afterEach(() => backend.stop())

const counts = () => backend.broker.queue(queue)
const isQuiet = async () => {
  const { active, locked } = await counts()
  return active + locked === 0
}
const deadLettered = async () => (await counts()).deadLettered

/** Types a command of dead letters, as the operator of the running backend. */
function dlq(...words: string[]) {
  const token = backend.tokenOf('operator').authorization.replace('Bearer ', '')
  return type(words, {
    connect: () => ({ url: backend.host.url, tenantId: 'none', token: () => Promise.resolve(token) }),
    serviceBus: () => backend.broker.connectionString,
  })
}

/** A run that failed by a bug and whose message is dead-lettered; then the bug is mended. */
async function mendedRun(): Promise<string> {
  const { sql, tenant } = backend.database
  const [run] = await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, dispatched_at)
    values (${tenant.workspaceId}, ${tenant.externalId}, 'policy.unheard_of', 'sync', 'x', now() - interval '1 minute') returning id`
  await backend.call('POST', 'ops/tick')
  await until('its message is dead-lettered', async () => (await deadLettered()) === 1)
  expect((await dlq('list', '--queue', queue)).said[1]).toMatch(/ 1 {2}policy\.unheard_of {2}run\.unknown_operation /)
  await sql`update runs set operation = 'policy.sync' where id = ${run!.id as string}`
  return run!.id as string
}

const runOf = async (id: string) => (await backend.database.sql`select attempt, status from runs where id = ${id}`)[0]
const hasSucceeded = (id: string) =>
  until('the run has succeeded', async () => (await runOf(id))!.status === 'succeeded' && (await isQuiet()))

test('sent again, a run that failed by a bug is taken up by the mended version', async () => {
  const id = await mendedRun()
  expect(await dlq('resend', '--queue', queue, '--code', 'run.unknown_operation', '--yes')).toMatchObject({ code: 0 })
  await hasSucceeded(id)
  expect(await runOf(id)).toMatchObject({ attempt: 2 })
  expect(await deadLettered()).toBe(0)
})

test('a copy with the same id, as the portal sends it, leads to the same; the original sent later does no harm', async () => {
  const id = await mendedRun()
  const client = new ServiceBusClient(backend.broker.connectionString)
  const [letter] = await client.createReceiver(queue, { subQueueType: 'deadLetter' }).peekMessages(1)
  const { body, messageId, applicationProperties } = letter!
  await client
    .createSender(queue)
    .sendMessages({ body, messageId: messageId!, applicationProperties: applicationProperties! })
  await hasSucceeded(id)
  expect(await deadLettered()).toBe(1)

  expect(await dlq('resend', '--queue', queue, '--run', id, '--yes')).toMatchObject({ code: 0 })
  await until('the original is worked off', isQuiet)
  expect(await runOf(id)).toEqual({ attempt: 2, status: 'succeeded' })
  expect(await deadLettered()).toBe(0)
  await client.close()
})
