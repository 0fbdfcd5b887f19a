import { ServiceBusClient } from '@azure/service-bus'
import { ManualClock } from '../../local/clock'
import type { Broker } from '../../local/broker/broker'
import { openDeadLetters } from '../../cli/dlq/dead-letters'
import type { Outside } from '../../cli/outside'
import {
  bury,
  failedRun,
  idOf,
  lying,
  messageOf,
  neverSettle,
  onComplete,
  queue,
  startLocalBroker,
  startRunsApi,
  type,
} from './dead-letters'

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
  jest.restoreAllMocks()
  await server.close()
  await broker.stop()
})

const resend = (...words: string[]) => type(['resend', '--queue', queue, ...words], outside)
const numbered = (count: number) => Array.from({ length: count }, (_, i) => messageOf(i + 1))
const runIds = async (of: 'messages' | 'deadLetters') =>
  (await lying(broker, of)).map(({ body }) => (body as { runId: string }).runId)

test('without --yes it says what would be sent and how, and sends nothing', async () => {
  runs.set(idOf(1), failedRun(1, 'internal.bug'))
  await bury(broker, [...numbered(2), { body: 'x' }])
  const { code, said } = await resend()
  expect(code).toBe(0)
  expect(said.map((line) => line.replace(/ {2}\d{4}-.*$/, ''))).toEqual([
    `${queue}: 2 messages to be sent again`,
    '      1  policy.sync  internal.bug',
    '      1  unknown run  MaxDeliveryCountExceeded',
    '  1 message more cannot be read: only --sequence sends such a one again',
    `Nothing is sent again yet. Do it: dlq resend --queue ${queue} --up-to 2 --yes`,
  ])
  expect(broker.queue(queue)).toMatchObject({ active: 0, locked: 0, deadLettered: 3 })
})

test('a copy has a new id, the same bytes, and says what it is a copy of; then the dead letter is gone', async () => {
  const body = Buffer.from(`{ "runId" : "${idOf(1)}",\n"v":1 }`)
  await bury(broker, [
    { ...messageOf(1), body, correlationId: 'c', applicationProperties: { own: 7 }, timeToLive: 1e6 },
  ])
  for (const redriveCount of [1, 2]) {
    expect(await resend('--yes')).toMatchObject({ code: 0, errors: [], thrown: undefined })
    expect(broker.queue(queue)).toMatchObject({ active: 1, deadLettered: 0 })
    const client = new ServiceBusClient(broker.connectionString)
    const receiver = client.createReceiver(queue, { skipParsingBodyAsJson: true })
    const [copy] = await receiver.receiveMessages(1)
    expect(copy).toMatchObject({ body, contentType: 'application/json', correlationId: 'c', deliveryCount: 0 })
    expect(copy!.applicationProperties).toEqual({ own: 7, originalMessageId: 'm1', redriveCount })
    expect(copy!.messageId).toMatch(/^[0-9a-f-]{36}$/)
    await receiver.deadLetterMessage(copy!, { deadLetterReason: 'again', deadLetterErrorDescription: '' })
    await client.close()
  }
})

test('the filters choose, and all others stay', async () => {
  await bury(broker, numbered(6))
  for (const n of [1, 2, 3]) runs.set(idOf(n), failedRun(n, n === 3 ? 'db.odd' : 'internal.bug'))
  runs.set(idOf(4), failedRun(4, 'internal.bug', 'policy.reflatten'))
  const chosen = async (...words: string[]) =>
    JSON.parse((await resend('--json', ...words)).said[0]!).chosen as string[]
  expect(await chosen()).toEqual(['1', '2', '3', '4', '5', '6'])
  expect(await chosen('--code', 'internal.bug')).toEqual(['1', '2', '4'])
  expect(await chosen('--code', 'internal.bug', '--operation', 'policy.sync', '--limit', '1')).toEqual(['1'])
  expect(await chosen('--code', 'MaxDeliveryCountExceeded')).toEqual(['5', '6'])
  expect(await chosen('--run', idOf(5))).toEqual(['5'])
  expect(await chosen('--sequence', '2', '--sequence', '6')).toEqual(['2', '6'])
  expect(await chosen('--up-to', '2')).toEqual(['1', '2'])
  expect(await chosen('--limit', '2')).toEqual(['1', '2'])
  expect(await resend('--code', 'db.odd', '--yes')).toMatchObject({ code: 0 })
  expect(await runIds('messages')).toEqual([idOf(3)])
  expect(await runIds('deadLetters')).toEqual([1, 2, 4, 5, 6].map(idOf))
  expect(broker.queue(`${queue}/$DeadLetterQueue`).locked).toBe(0)
})

test('a filter that needs the runs is refused where they cannot be read', async () => {
  await bury(broker, numbered(1))
  const { thrown } = await type(['resend', '--queue', queue, '--code', 'x', '--yes'], {
    serviceBus: outside.serviceBus!,
  })
  expect(thrown?.message).toBe('--operation and --code need the runs of the messages, which cannot be read. Which API?')
})

test('what is no message of ours is sent only by its number', async () => {
  await bury(broker, [{ body: Buffer.from('hello') }, ...numbered(1)])
  expect(await resend('--yes')).toMatchObject({ code: 0 })
  expect(broker.queue(queue)).toMatchObject({ active: 1, deadLettered: 1 })
  expect(await resend('--sequence', '1', '--yes')).toMatchObject({ code: 0 })
  expect(broker.queue(queue)).toMatchObject({ active: 2, deadLettered: 0 })
})

test('dead letters that arrive after the choice are not touched', async () => {
  await bury(broker, numbered(3))
  let arrive = () => bury(broker, [messageOf(4), messageOf(5)])
  // the API is asked for the runs after the choice
  const token = async () => {
    await arrive()
    arrive = () => Promise.resolve()
    return 'k'
  }
  const connect = () => ({ ...server.api, token })
  const { said } = await type(['resend', '--queue', queue, '--yes'], { ...outside, connect })
  expect(said.at(-1)).toBe('3 of 3 messages sent again.')
  expect(await runIds('messages')).toEqual([1, 2, 3].map(idOf))
  expect(await lying(broker, 'deadLetters')).toMatchObject([
    { messageId: 'm4', deliveryCount: 0 },
    { messageId: 'm5', deliveryCount: 0 },
  ])
})

test('many pages are sent in their order', async () => {
  await bury(broker, numbered(260))
  expect(await resend('--yes', '--up-to', '255')).toMatchObject({
    code: 0,
    errors: ['100 of 255 messages', '200 of 255 messages'],
  })
  expect(broker.queue(queue)).toMatchObject({ active: 255, deadLettered: 5 })
  expect(await runIds('messages')).toEqual(Array.from({ length: 250 }, (_, i) => idOf(i + 1)))
})

test('a crash between sending and completing leaves two of a message, never none', async () => {
  await broker.stop()
  const clock = new ManualClock()
  broker = await startLocalBroker(clock)
  await bury(broker, numbered(2))
  neverSettle(broker)
  expect((await resend('--yes', '--limit', '1')).code).toBe(1)
  jest.restoreAllMocks()
  expect(await runIds('messages')).toEqual([idOf(1)])
  expect(await runIds('deadLetters')).toEqual([idOf(1), idOf(2)])
  clock.advance(61_000) // locks of a process that is gone run out
  expect((await resend('--yes')).code).toBe(0)
  expect((await runIds('messages')).toSorted()).toEqual([idOf(1), idOf(1), idOf(2)])
  expect(await runIds('deadLetters')).toEqual([])
})

test('what failed stays, is named, and makes the exit code 3', async () => {
  await bury(broker, numbered(3))
  onComplete(broker, async (n, complete) => {
    if (n === 2) throw Object.assign(new Error('x'), { code: 'MessageLockLost' })
    await complete()
  })
  const { code, said, errors } = await resend('--yes')
  expect({ code, last: said.at(-1) }).toEqual({ code: 3, last: '2 of 3 messages sent again.' })
  expect(errors.slice(-2)).toEqual([
    expect.stringMatching(/^ {2}2: The lock ran out before/),
    `Go on: dlq resend --queue ${queue} --up-to 3 --yes`,
  ])
  expect(await runIds('deadLetters')).toEqual([idOf(2)])
})

test('Ctrl-C finishes the message at hand, and says how far it came and how to go on', async () => {
  await bury(broker, numbered(5))
  onComplete(broker, async (n, complete) => {
    if (n === 2) process.emit('SIGINT')
    await complete()
  })
  const { thrown, errors } = await resend('--yes', '--limit', '4')
  expect(errors).toEqual([])
  expect(thrown).toMatchObject({
    exitCode: 130,
    message: `\n2 of 4 messages sent again. Go on: dlq resend --queue ${queue} --up-to 4 --limit 2 --yes`,
  })
  expect(await runIds('messages')).toEqual([1, 2].map(idOf))
  jest.restoreAllMocks()
  expect((await resend('--up-to', '4', '--limit', '2', '--yes')).code).toBe(0)
  expect(await runIds('messages')).toEqual([1, 2, 3, 4].map(idOf))
  expect(await runIds('deadLetters')).toEqual([idOf(5)])
})

test('one that somebody else holds is left to him, and the others are done', async () => {
  await bury(broker, numbered(3))
  const client = new ServiceBusClient(broker.connectionString)
  await client.createReceiver(queue, { subQueueType: 'deadLetter' }).receiveMessages(1)
  const deadLetters = await openDeadLetters({ connectionString: broker.connectionString }, queue)
  const settled = await deadLetters.resend(['1', '2'], { signal: new AbortController().signal, waitMs: 50 })
  expect(settled).toEqual({ done: ['2'], failed: new Map(), untouched: ['1'] })
  await deadLetters.close()
  await client.close()
})
