import { once } from 'node:events'
import { type EventContext, type Sender, message as amqp, types } from 'rhea'
import { section } from '../../../local/broker/amqp'
import { BrokerSetup, queueName } from './harness'
import { rawConnection } from './raw'

const body = Buffer.from('00537741', 'hex') // the value true

/** What a sender is answered: the name of the outcome, and its error. */
async function answerTo(sender: Sender, data: Buffer): Promise<string> {
  const answered = Promise.race(['accepted', 'rejected'].map((event) => once(sender, event)))
  sender.send(data, undefined, 0)
  const [{ delivery }] = (await answered) as [EventContext]
  const state = delivery?.remote_state as { error?: { condition: string } } | undefined
  return state?.error?.condition ?? 'accepted'
}

const headerWith = (ttl: unknown) => section(0x70, types.wrap_list([null, null, ttl]))
const shortTtl = headerWith(types.wrap_uint(50))
const described = (code: string, rest: string) => Buffer.from(`0053${code}${rest}`, 'hex')

test.each([
  ['a negative time to live', headerWith(types.wrap_int(-5))],
  ['a time to live above 32 bits', headerWith(types.wrap_ulong(2 ** 40))],
  ['a time to live that is text', headerWith(types.wrap_string('1'))],
  ['a header that is no list', described('70', 'a10178')],
  ['properties that are no list', described('73', 'c10100')],
  ['application properties that are cut', Buffer.concat([shortTtl, described('74', 'c10504a1c80102')])],
  ['application properties whose last text is cut', Buffer.concat([shortTtl, described('74', 'c10602a10161a1c8')])],
  ['application properties that are no map', Buffer.concat([shortTtl, described('74', 'a10178')])],
  ['annotations that are no map', described('72', 'a10178')],
  ['delivery annotations that are no map', described('71', 'a10178')],
  [
    'a scheduled time that is no date',
    section(
      0x72,
      types.wrap_symbolic_map({
        'x-opt-scheduled-enqueue-time': types.wrap_timestamp(Buffer.from('7fffffffffffffff', 'hex') as never),
      }),
    ),
  ],
])('%s: the message is rejected, and the broker lives', async (_, odd) => {
  await using setup = await BrokerSetup.open()
  await using connection = await rawConnection(setup)
  const sender = connection.open_sender(queueName)
  await once(sender, 'sendable')
  expect(await answerTo(sender, Buffer.concat([odd, body]))).toBe('amqp:decode-error')
  setup.clock.advance(1000)
  expect(await answerTo(sender, amqp.encode({ body: 1 }))).toBe('accepted')
  expect(setup.counts).toMatchObject({ active: 1, deadLettered: 0 })
})
