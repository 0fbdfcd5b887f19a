import { ServiceBusClient } from '@azure/service-bus'
import { connectionOptions } from '../../cli/connection'
import { type Backend, startBackend } from '../support/backend'
import { control } from '../support/control'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { commandsOf, type Typed, typeCommand } from '../support/typed'
import { until } from '../support/until'

jest.setTimeout(120_000)

const queue = 'intune-sync-queue'
const noDeadLetters = `${queue}: 0 messages\nintune-operations-queue: 0 messages`

let database: TestDatabase
let backend: Backend
/** Starts the app on the same database. */
async function begin(): Promise<void> {
  backend = await startBackend({ content: { policies: 3, seed: 1 }, database: { ...database, close: async () => {} } })
}
beforeEach(async () => {
  database = await createTestDatabase()
  await begin()
})
afterEach(async () => {
  await backend.stop()
  await database.close()
})

/** Types the next commands that stand below a heading of docs/operating.md. */
function remedy(heading: string) {
  const left = commandsOf(heading)
  const outside = {
    typed: (...words: string[]) => words.join(' '),
    options: connectionOptions,
    connect: () => ({
      url: backend.host.url,
      tenantId: backend.database.tenant.externalId,
      token: () => Promise.resolve(backend.tokenOf('operator').authorization.replace('Bearer ', '')),
    }),
    serviceBus: () => backend.broker.connectionString,
  }
  return {
    /** Types one command, which must begin so. `names`: what stands for RUN and SEQUENCE. */
    async next(begin: string, names: Record<string, string> = {}): Promise<Typed> {
      const words = left.shift() ?? []
      expect(words.join(' ')).toMatch(new RegExp(`^${begin}`))
      const typed = words.map((word) => names[word] ?? word)
      return typeCommand(typed, outside)
    },
    left: () => left,
  }
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/
const sync = async () =>
  (await backend.call('POST', `tenants/${backend.database.tenant.externalId}/sync`)).body.runId as string
const deadLettered = (count: number) =>
  until('the message is among the dead letters', async () => (await backend.broker.queue(queue)).deadLettered === count)
const runOf = async (id: string) => (await backend.call('GET', `tenants/${backend.database.tenant.externalId}/runs/${id}`)).body // prettier-ignore

test('an expired secret', async () => {
  const { next, left } = remedy('An expired secret')
  await control(backend.simulator, 'POST', 'secret', { state: 'expired' })
  expect(await backend.sync()).toMatchObject({ status: 'failed' })
  expect((await next('runs list')).said).toContain('graph.auth.invalid_client')
  expect((await next('dlq list')).said).toBe(noDeadLetters)
  await control(backend.simulator, 'POST', 'secret', { state: 'ok' })
  expect(await next('verify')).toMatchObject({ code: 0 })
  expect(await next('sync')).toMatchObject({ code: 0 })
  expect(left()).toEqual([])
})

test('a bug in an operation', async () => {
  const { sql } = backend.database
  const { next, left } = remedy('A bug in an operation')
  // what the operation writes is refused, as nobody has foreseen
  await sql`alter table run_items add constraint bug check (outcome <> 'succeeded')`
  const RUN = await sync()
  await deadLettered(1)
  expect((await next('dlq list')).said).toMatch(/ 1 {2}policy\.sync {2}internal\.bug /)
  const [header, row] = (await next('dlq list --csv')).said.split('\n').map((line) => line.split(','))
  const SEQUENCE = row![header!.indexOf('sequence')]!
  expect(row).toContain(RUN)
  expect((await next('dlq show', { SEQUENCE })).said).toContain('internal.bug')
  expect((await next('runs events', { RUN })).said).toContain('internal.bug')
  await sql`alter table run_items drop constraint bug`
  expect((await next('dlq resend')).said).toMatch(/to be sent again/)
  expect((await backend.broker.queue(queue)).deadLettered).toBe(1)
  expect(await next('dlq resend')).toMatchObject({ code: 0 })
  expect((await next('dlq list')).said).toBe(noDeadLetters)
  await until('it is done', async () => (await runOf(RUN)).status === 'succeeded')
  expect((await next('runs events', { RUN })).said).toMatch(/readmitted[^]*started[^]*"attempt":2[^]*ended/)
  expect(left()).toEqual([])
})

test('a message that is none of ours', async () => {
  const { next, left } = remedy('A message that is none of ours')
  const client = new ServiceBusClient(backend.broker.connectionString)
  await client.createSender(queue).sendMessages({ body: { hello: 'world' } })
  await client.close()
  await deadLettered(1)
  const [header, row] = (await next('dlq list --csv')).said.split('\n').map((line) => line.split(','))
  const SEQUENCE = row![header!.indexOf('sequence')]!
  expect((await next('dlq show', { SEQUENCE })).said).toContain('world')
  expect(await next('dlq purge', { SEQUENCE })).toMatchObject({ code: 0 })
  expect((await backend.broker.queue(queue)).deadLettered).toBe(1)
  expect(await next('dlq purge', { SEQUENCE })).toMatchObject({ code: 0 })
  expect((await backend.broker.queue(queue)).deadLettered).toBe(0)
  expect((await next('dlq list')).said).toBe(noDeadLetters)
  expect(left()).toEqual([])
})

test('Graph throttles for an hour', async () => {
  const { sql } = backend.database
  const { next, left } = remedy('Graph throttles for an hour')
  const throttled = { kind: 'status', status: 429, retryAfter: 3_600, forMs: 3_600_000 } as const
  backend.simulator.control.addFault(throttled)
  const RUN = await sync()
  await until('the run was given back', async () => {
    const run = await runOf(RUN)
    return run.attempt === 1 && run.status === 'queued'
  })
  expect((await next('runs list')).said).toContain(RUN)
  const [due] = await sql`select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as at from runs`
  const shown = (await next('runs show', { RUN })).said
  expect(shown).toContain('Microsoft Graph throttles the tenant')
  expect(shown).toContain(String(due!.at))
  expect((await next('runs events', { RUN })).said).toContain('graph.throttled')
  expect((await next('sync')).said).toContain(`${RUN} (already existed)`)
  // an hour later; the instance of then is gone, and with it its memory of what Graph said
  await backend.stop()
  await begin()
  await sql`update tenants set graph_not_before = null`
  await sql`update runs set due_at = now(), dispatched_at = now() - interval '1 minute', sent_at = null`
  await backend.call('POST', 'ops/tick')
  expect(await next('runs watch', { RUN })).toMatchObject({ code: 0 })
  expect(left()).toEqual([])
})

test('a stuck run', async () => {
  const { next, left } = remedy('A stuck run')
  backend.simulator.control.addFault({ kind: 'slow', ms: 600_000, forMs: 600_000 })
  const RUN = await sync()
  await until('it works', async () => (await runOf(RUN)).status === 'running')
  await backend.database.sql`update runs set started_at = now() - interval '1 hour'`
  expect(uuid.exec((await next('runs list')).said)?.[0]).toBe(RUN)
  expect((await next('runs show', { RUN })).said).toContain('more than three times as long as usual')
  expect((await next('runs cancel', { RUN })).said).toContain('asked to stop')
  await control(backend.simulator, 'DELETE', 'faults')
  expect((await next('runs watch', { RUN })).said).toContain('cancelled')
  expect(await next('sync')).toMatchObject({ code: 0 })
  expect(left()).toEqual([])
})
