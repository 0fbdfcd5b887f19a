import type { Broker } from '../../local/broker/broker'
import { bury, idOf, lying, messageOf, queue, startLocalBroker, type } from './dead-letters'

let broker: Broker
beforeEach(async () => {
  broker = await startLocalBroker()
  await bury(broker, [messageOf(1), { body: Buffer.from('hello') }, messageOf(2)])
})
afterEach(() => broker.stop())

const purge = (...words: string[]) =>
  type(['purge', '--queue', queue, ...words], { serviceBus: () => broker.connectionString })
const deadLetters = async () => (await lying(broker, 'deadLetters')).map(({ messageId }) => messageId)

test('without --yes it says what would be removed, and removes nothing', async () => {
  const { code, said } = await purge('--confirm', `purge ${queue} 3`)
  expect({ code, first: said[0], last: said.at(-1) }).toEqual({
    code: 0,
    first: `${queue}: 3 messages to be removed`,
    last: `Nothing is removed yet. Do it: dlq purge --queue ${queue} --up-to 3 --yes`,
  })
  expect(await deadLetters()).toHaveLength(3)
})

test('without a terminal what would be typed must be given, and be what is there', async () => {
  expect((await purge('--yes')).thrown?.message).toBe(
    `Removing cannot be undone. Without a terminal add --confirm "purge ${queue} 3".`,
  )
  for (const text of ['yes', `purge ${queue} 2`, 'purge intune-operations-queue 3'])
    expect((await purge('--yes', '--confirm', text)).thrown?.message).toBe(
      `Nothing is removed: it must be "purge ${queue} 3".`,
    )
  expect(await deadLetters()).toHaveLength(3)
})

test('confirmed, the chosen ones are removed, the others stay, and none is sent', async () => {
  const one = await purge('--run', idOf(1), '--yes', '--confirm', `purge ${queue} 1`)
  expect(one).toMatchObject({ code: 0, thrown: undefined })
  expect(await deadLetters()).toEqual([expect.any(String), 'm2'])
  const rest = await purge('--yes', '--json', '--confirm', `purge ${queue} 2`)
  expect(rest.said.map((line) => JSON.parse(line) as object)).toEqual([
    { queue, dryRun: false, chosen: ['2', '3'], done: ['2', '3'], failed: [] },
  ])
  expect(broker.queue(queue)).toMatchObject({ active: 0, locked: 0, deadLettered: 0 })
})

test('a queue must be named, because numbers count in each by itself', async () => {
  const { thrown } = await type(['purge', '--yes'], { serviceBus: () => broker.connectionString })
  expect(thrown?.message).toBe('Which queue? Give --queue; "dlq list" names them.')
})
