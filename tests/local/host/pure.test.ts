import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import { ManualClock } from '../../../local/clock'
import { globToRegExp } from '../../../local/host/entry-point'
import { serializeCookie } from '../../../local/host/http-convert'
import { startLockRenewal } from '../../../local/host/lock-renewal'
import { createLog, type LogEntry, readableEvent } from '../../../local/host/log'
import { bodyProperties, inputData, triggerMetadata } from '../../../local/host/message-data'
import { outputMessages } from '../../../local/host/output-messages'

describe('messages', () => {
  const message = (rest: object) => ({ body: '', ...rest }) as ServiceBusReceivedMessage

  test('25: a sequence number is a JSON number', () => {
    const big = { toString: () => '9223372036854775807' }
    const metadata = triggerMetadata(message({ sequenceNumber: big }), { string: '' })
    expect(metadata.SequenceNumber).toEqual({ json: '9223372036854775807' })
  })

  test('25: a time whose name ends in Utc comes without a zone', () => {
    const times = {
      enqueuedTimeUtc: new Date('2026-07-01T10:00:00.120Z'),
      expiresAtUtc: new Date('2026-07-15T10:00:00Z'),
    }
    expect(triggerMetadata(message(times), { string: '' })).toMatchObject({
      EnqueuedTimeUtc: { json: '"2026-07-01T10:00:00.12"' },
      EnqueuedTime: { json: '"2026-07-01T10:00:00.12+00:00"' },
      ExpiresAtUtc: { json: '"2026-07-15T10:00:00"' },
    })
  })

  test('the properties of a body override the metadata, ignoring case', () => {
    const metadata = triggerMetadata(message({ messageId: 'm' }), { string: '{"messageid":"b","deliveryCount":9}' })
    expect(metadata).toMatchObject({ MessageId: { string: 'b' }, DeliveryCount: { string: '9' } })
    expect(metadata).not.toHaveProperty('messageid')
  })

  test.each(['[1]', '"text"', '{ broken', '{"a":}', undefined])('a body %s gives no properties', (body) => {
    expect(bodyProperties(body, [])).toEqual({})
  })

  test('a body that is not UTF-8 stays bytes', () => {
    expect(inputData(message({ body: Buffer.from('ü') }))).toEqual({ string: 'ü' })
    const bytes = Buffer.from([0xff, 0xfe])
    expect(inputData(message({ body: bytes }))).toEqual({ bytes })
  })

  test.each([
    [{ json: '{"a":1}' }, ['{"a":1}']],
    [{ json: '[{"a":1},2]' }, ['{"a":1}', '2']],
    [{ string: '["x"]' }, ['x']],
    [{ string: '[no' }, ['[no']],
    [{ int: 5 }, ['5']],
    [{ bytes: Buffer.from('[1]') }, ['[1]']],
    [null, []],
  ])('the output %j is sent as %j', (data, bodies) => {
    expect(outputMessages(data).map((m) => m.body.toString())).toEqual(bodies)
  })
})

describe('lock renewal', () => {
  const setup = (lockMs: number, maxMs: number) => {
    const clock = new ManualClock()
    const renew = jest.fn(async () => new Date(clock.now() + lockMs))
    const onLost = jest.fn()
    const stop = startLockRenewal({ lockedUntil: new Date(clock.now() + lockMs), maxMs, clock, renew, onLost })
    return { clock, renew, onLost, stop }
  }

  test('stops after the maximum time', async () => {
    const { clock, renew } = setup(60_000, 150_000)
    for (let i = 0; i < 6; i++) {
      clock.advance(50_000)
      await Promise.resolve()
    }
    expect(renew).toHaveBeenCalledTimes(2) // after 50 s and 100 s; that lock lasts until after the maximum
  })

  test('stops when told to', async () => {
    const { clock, renew, stop } = setup(60_000, 600_000)
    stop()
    clock.advance(600_000)
    expect(renew).not.toHaveBeenCalled()
  })

  test('a lost lock is reported once', async () => {
    const { clock, renew, onLost } = setup(5000, 600_000)
    renew.mockRejectedValue(new Error('gone'))
    clock.advance(2500)
    await Promise.resolve()
    await Promise.resolve()
    clock.advance(60_000)
    expect(onLost.mock.calls).toEqual([[new Error('gone')]])
  })
})

describe('the log', () => {
  const written = (entry: Partial<LogEntry>, thresholds: Record<string, string> = {}) => {
    const lines: string[] = []
    const now = () => Date.UTC(2026, 0, 1, 12, 0, 1)
    const log = createLog({ format: 'text', thresholds, write: (line) => lines.push(line), now })
    log({ level: 'information', source: 'sync', category: 'user', text: 'hello', ...entry })
    return lines
  }

  test('events are written as words', () => {
    expect(written({ text: '{"event":"job_start","timestamp":"t","tenantId":"x","n":1,"o":{"a":"b c"}}' })).toEqual([
      '12:00:01 sync  job_start tenantId=x n=1 o={"a":"b c"}',
    ])
  })

  test.each(['{"noevent":1}', '{broken', 'plain', '{"event":7}'])('%s is no event', (text) => {
    expect(readableEvent(text)).toBeUndefined()
  })

  test('errors show their level, and further lines are indented', () => {
    expect(written({ level: 'error', text: 'a\nb' })).toEqual(['12:00:01 sync  error  a', '         b'])
  })

  test('levels follow host.json, the longest prefix first', () => {
    expect(written({ level: 'debug' })).toEqual([])
    expect(written({ level: 'debug' }, { 'Function.sync': 'debug', Function: 'error' })).toHaveLength(1)
    expect(written({}, { default: 'warning' })).toEqual([])
    expect(written({ category: 'console' }, { default: 'none' })).toHaveLength(1)
    expect(written({ category: 'system' })).toEqual([])
  })
})

test.each([
  ['dist/functions/*.js', 'dist/functions/a.js', true],
  ['dist/functions/*.js', 'dist/functions/a.js.map', false],
  ['dist/functions/*.js', 'dist/functions/sub/a.js', false],
  ['dist/**/*.js', 'dist/functions/sub/a.js', true],
  ['dist/**/*.js', 'dist/a.js', true],
  ['{a,b}/index.?js', 'b/index.mjs', true],
  ['index.js', 'indexxjs', false],
])('the glob %s and %s: %s', (glob, path, matches) => expect(globToRegExp(glob).test(path)).toBe(matches))

test('SameSite none is not set, explicitNone is None', () => {
  expect(serializeCookie({ name: 'a', value: 'b', sameSite: 'none' })).toBe('a=b')
  expect(serializeCookie({ name: 'a', value: 'b', sameSite: 'explicitNone', secure: { value: true } })).toBe(
    'a=b; Secure; SameSite=None',
  )
  expect(serializeCookie({ name: 'a', value: 'b', expires: { value: { seconds: 0 } }, maxAge: { value: 0 } })).toBe(
    'a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0',
  )
})
