import { ServiceBusClient } from '@azure/service-bus'
import { type Backend, startBackend } from '../support/backend'
import { until } from '../support/until'

const queue = 'intune-sync-queue'
let backend: Backend
let client: ServiceBusClient
beforeEach(async () => {
  backend = await startBackend({ content: { policies: 3, seed: 1 } })
  client = new ServiceBusClient(backend.broker.connectionString)
})
afterEach(async () => {
  await client.close()
  await backend.stop()
})

const deadLettered = async () => (await backend.broker.queue(queue)).deadLettered
const events = (name: string) => backend.lines.filter((line) => line.includes(`"event":"${name}"`))

/** Inserts a run of an unknown operation, which fails as a bug at once. */
async function buggyRun(): Promise<string> {
  const { sql, tenant } = backend.database
  const [run] = await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, dispatched_at)
    values (${tenant.workspaceId}, ${tenant.externalId}, 'policy.unheard_of', 'sync', 'x', now() - interval '1 minute') returning id`
  await backend.call('POST', 'ops/tick')
  return run!.id as string
}

test('a bug takes one attempt and is dead-lettered; sent again as the portal does, it gets attempt 2', async () => {
  const id = await buggyRun()
  await until('its message is dead-lettered', async () => (await deadLettered()) === 1)
  const attempts = async () => (await backend.database.sql`select attempt, status, error from runs where id = ${id}`)[0]
  expect(await attempts()).toMatchObject({ attempt: 1, status: 'failed', error: { code: 'run.unknown_operation' } })
  expect(events('job_start')).toHaveLength(1)

  // 26: what the log shows first of a message that is thrown back is its code
  const { appKey, externalId } = backend.database.tenant
  const about = { jobId: id, tenantId: appKey, externalId, attempt: 1, runCode: 'run.unknown_operation' }
  expect(JSON.parse(events('message_thrown').at(-1)!)).toMatchObject({
    ...about,
    code: 'message.leftover',
    deliveryCount: 10,
  })
  const shown = backend.lines.filter((line) => line.includes('failed after'))
  expect(shown).toHaveLength(10)
  for (const line of shown) expect(line).toMatch(/Error: message\.leftover: run\.unknown_operation: /)

  const [letter] = await client.createReceiver(queue, { subQueueType: 'deadLetter' }).peekMessages(1)
  expect(letter!.deadLetterReason).toBe('MaxDeliveryCountExceeded')
  expect(letter!.deliveryCount).toBe(10)
  // the portal sends a copy with the same properties and leaves the original where it is
  const { body, messageId, applicationProperties } = letter!
  await client
    .createSender(queue)
    .sendMessages({ body, messageId: messageId!, applicationProperties: applicationProperties! })
  await until(
    'attempt 2 has failed as well',
    async () => (await attempts())!.attempt === 2 && (await attempts())!.status === 'failed',
  )
  expect(events('run_readmitted')).toHaveLength(1)
  expect(events('job_start')).toHaveLength(2)
  await until('the message of attempt 2 is dead-lettered too', async () => (await deadLettered()) === 2)
})

test.each([
  ['text that is no JSON', Buffer.from('hello')],
  ['an unknown version', { v: 99, runId: '6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11' }],
  ['an unknown run', { v: 1, runId: '6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11' }],
])('%s is dead-lettered and changes nothing', async (_what, body) => {
  await client.createSender(queue).sendMessages({ body })
  await until('it is dead-lettered', async () => (await deadLettered()) === 1)
  expect(await backend.database.sql`select 1 from runs`).toHaveLength(0)
  expect((await backend.sync()).status).toBe('succeeded')
})

test('a message of a succeeded run that is sent again later is completed without work', async () => {
  const run = await backend.sync()
  await client.createSender(queue).sendMessages({ body: { v: 1, runId: run.runId } })
  await until('it is completed', async () => {
    const { active, locked } = await backend.broker.queue(queue)
    return active + locked === 0
  })
  expect(await deadLettered()).toBe(0)
  expect(events('job_start')).toHaveLength(1)
})
