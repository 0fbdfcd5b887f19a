import type { Broker } from '../../local/broker/broker'
import type { Outside } from '../../cli/outside'
import { bury, failedRun, idOf, lying, messageOf, queue, startLocalBroker, startRunsApi, type } from './dead-letters'

let broker: Broker
let server: Awaited<ReturnType<typeof startRunsApi>>
let outside: Partial<Outside>
const runs = new Map<string, object>()
beforeEach(async () => {
  runs.clear()
  broker = await startLocalBroker()
  server = await startRunsApi(runs)
  outside = { connect: () => server.api, serviceBus: () => broker.connectionString }
})
afterEach(async () => {
  await server.close()
  await broker.stop()
})

/** Dead letters are numbered from the last message on. */
const numbers = async () => (await lying(broker, 'deadLetters')).map(({ sequenceNumber }) => String(sequenceNumber))

test('dead letters are counted by operation and code, look after look, and none is taken', async () => {
  runs.set(idOf(1), failedRun(1, 'internal.bug')).set(idOf(2), failedRun(2, 'internal.bug'))
  runs.set(idOf(3), failedRun(3, 'db.odd\u001b[31m', 'policy.reflatten'))
  await bury(broker, [1, 2, 3, 4].map(messageOf))
  await bury(broker, [{ body: Buffer.from('hello') }], { reason: 'Odd' })
  const before = await lying(broker, 'deadLetters')
  for (let look = 1; look <= 2; look++) {
    const { said, errors, thrown } = await type(['list'], outside)
    expect({ errors, thrown }).toEqual({ errors: [], thrown: undefined })
    expect(said.map((line) => line.replace(/ {2}\d{4}-.*$/, ''))).toEqual([
      `${queue}: 5 messages`,
      '      2  policy.sync  internal.bug',
      '      1  policy.reflatten  db.odd\ufffd[31m',
      '      1  unknown run  MaxDeliveryCountExceeded',
      '      1  no message of ours  Odd',
      'intune-operations-queue: 0 messages',
    ])
  }
  const after = await lying(broker, 'deadLetters')
  expect(after.map(({ deliveryCount }) => deliveryCount)).toEqual(before.map(({ deliveryCount }) => deliveryCount))
})

test('without an API messages are told without their runs, and it is said why', async () => {
  await bury(broker, [messageOf(1)])
  const { said, errors, thrown } = await type(['list', '--queue', queue], { serviceBus: outside.serviceBus! })
  expect(thrown).toBeUndefined()
  expect(said[1]).toMatch(/1 {2}unknown run {2}MaxDeliveryCountExceeded/)
  expect(errors).toEqual(['Told without the runs. Which API?'])
})

test('more messages than fit into a page are told in their order, as JSON and as CSV, up to the limit', async () => {
  await bury(
    broker,
    Array.from({ length: 260 }, (_, i) => messageOf(i)),
  )
  runs.set(idOf(0), failedRun(0, '=cmd,"x"'))
  const json = (await type(['list', '--json', '--queue', queue], outside)).said.map(
    (line) => JSON.parse(line) as object,
  )
  expect(json).toHaveLength(260)
  expect(json).toEqual(json.map((_, i) => expect.objectContaining({ queue, runId: idOf(i), messageId: `m${i}` })))
  const csv = (await type(['list', '--csv', '--limit', '2', '--queue', queue], outside)).said
  expect(csv).toHaveLength(3)
  expect(csv[1]).toContain(`,m0,${idOf(0)},policy.sync,${idOf(900)},failed,1,"'=cmd,""x""",Max`)
  expect(csv[0]).toMatch(/,code,reason,deliveryCount,redriveCount,note$/)
  expect(csv[1]).toMatch(/,MaxDeliveryCountExceeded,0,0,$/)
  expect(csv[2]).toMatch(/,,MaxDeliveryCountExceeded,0,0,unknown run$/)
  expect((await type(['list', '--limit', '2'], outside)).said[0]).toBe(`${queue}: the oldest 2 messages`)
})

test('one dead letter is shown with its run; nothing in it steers a terminal', async () => {
  runs.set(idOf(1), failedRun(1, 'internal.bug'))
  await bury(broker, [messageOf(1), { body: Buffer.from('hello\u001b[31m') }])
  const [first, second] = await numbers()
  const { said } = await type(['show', first!], outside)
  expect(said.filter((line) => !line.startsWith('  sent:'))).toEqual([
    `${queue} ${first}`,
    '  message: m1',
    '  deliveries: 0',
    '  reason: MaxDeliveryCountExceeded',
    '  description: why\ufffd[31m',
    `  body: {"v":1,"runId":"${idOf(1)}"}`,
    `  run ${idOf(1)}: policy.sync`,
    `    failed, attempt 1, tenant ${idOf(900)}`,
    '    internal.bug: Why\ufffd[31m.',
  ])
  const odd = (await type(['show', second!], outside)).said
  expect(odd.slice(-2)).toEqual([
    '  body: hello\ufffd[31m',
    '  It is no message of ours: no run can be taken up by it.',
  ])
  const [none] = (await type(['show', second!, '--json'], outside)).said
  expect(JSON.parse(none!)).toMatchObject({ operation: null, code: null, note: 'no message of ours' })
  const [json] = (await type(['show', first!, '--json'], outside)).said
  expect(JSON.parse(json!)).toMatchObject({ sequence: first, run: { status: 'failed' }, description: 'why\u001b[31m' })
  expect(json).not.toContain('\u001b')
  expect((await type(['show', '999'], outside)).thrown?.message).toBe('No dead letter has the sequence number 999.')
})

test('what is not there, or not given, is one sentence', async () => {
  const told = async (serviceBus: string | undefined, ...words: string[]) =>
    (await type(['list', ...words], { ...outside, serviceBus: () => serviceBus })).thrown?.message
  expect(await told(undefined)).toMatch(/^Which Service Bus\?/)
  expect(await told('localhost')).toMatch(/must be the name of a namespace/)
  for (const host of [
    'x.servicebus.windows.net',
    '127.0.0.1;Endpoint=sb://x.servicebus.windows.net',
    '127.0.0.1.nip.io',
  ])
    expect(await told(`Endpoint=sb://${host};SharedAccessKeyName=a;SharedAccessKey=hunter2`)).toMatch(
      /^TENANTPILOT_SERVICEBUS takes a connection string for a broker on this machine only/,
    )
  const local = 'Endpoint=sb://127.0.0.1:1'
  for (const parts of [
    local,
    `${local};SharedAccessKeyName=a`,
    `${local};SharedAccessKeyName=a;SharedAccessKey=`,
    `${local};SharedAccessKeyName=a;SharedAccessKey=hunter2;SharedAccessKey=hunter2`,
    `${local};SharedAccessKeyName=a;SharedAccessKey=hunter2;hunter2`,
    `${local.toLowerCase()};SharedAccessKeyName=a;SharedAccessKey=hunter2`,
  ])
    expect(await told(parts)).toMatch(/^TENANTPILOT_SERVICEBUS is no whole connection string: (?!.*hunter2)/)
  expect(await told(broker.connectionString, '--queue', 'nowhere')).toBe(
    'There is no queue nowhere in this namespace: is --queue right?',
  )
  expect(await told(broker.connectionString, '--queue', 'a b')).toMatch(/^No queue can be named so/)
})
