import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import { ManualClock } from '../../../local/clock'
import {
  connectionString,
  hostId,
  MissingSetting,
  resolveNames,
  type Settings,
  workerEnvironment,
} from '../../../local/host/app-settings'
import { globToRegExp } from '../../../local/host/entry-point'
import type { HttpFunction } from '../../../local/host/functions'
import { formatTimeSpan, parseHostJson, parseTimeSpan } from '../../../local/host/host-json'
import { serializeCookie } from '../../../local/host/http-convert'
import { startLockRenewal } from '../../../local/host/lock-renewal'
import { createLog, type LogEntry, readableEvent } from '../../../local/host/log'
import { bodyProperties, inputData, triggerMetadata } from '../../../local/host/message-data'
import { outputMessages } from '../../../local/host/output-messages'
import { createRouter } from '../../../local/host/router'
import { BlobStore } from '../../../local/host/storage'

describe('host.json', () => {
  test('has the defaults of the real host', () => {
    expect(parseHostJson('{"version":"2.0"}')).toMatchObject({
      functionTimeout: 1_800_000,
      extensions: {
        http: { routePrefix: 'api' },
        serviceBus: { prefetchCount: 0, autoCompleteMessages: true, maxAutoLockRenewalDuration: 300_000 },
      },
    })
  })

  test('-1 is no timeout, and more than ten minutes is no error: only the Consumption plan refuses it', () => {
    expect(parseHostJson('{"version":"2.0","functionTimeout":"-1"}').functionTimeout).toBe(Infinity)
    expect(parseHostJson('{"version":"2.0","functionTimeout":"05:00:00"}').functionTimeout).toBe(18_000_000)
  })

  test.each(['OpenTelemetry', 'openTelemetry', 'default'])('telemetryMode may be %s', (telemetryMode) => {
    expect(() => parseHostJson(JSON.stringify({ version: '2.0', telemetryMode }))).not.toThrow()
  })

  test('another telemetryMode is refused', () => {
    expect(() => parseHostJson('{"version":"2.0","telemetryMode":"OpenTracing"}')).toThrow(
      'host.json: telemetryMode: "OpenTracing" is neither OpenTelemetry nor default',
    )
  })

  test('one error lists every problem', () => {
    const text = '{"version":"1.0","functionTimeout":"soon","retry":{},"extensions":{"http":{"hsts":{}}}}'
    expect(() => parseHostJson(text)).toThrow(
      /version: .*functionTimeout: "soon" is no time span: write hh:mm:ss.*http\.hsts is not supported.*retry is not supported/,
    )
  })

  test.each([
    ['00:35:00', 2_100_000],
    ['1.02:03:04', 93_784_000],
    ['00:00:00.0500000', 50],
    ['23:59:59', 86_399_000],
    ['24:00:00', 24 * 86_400_000],
    ['27:03:09', 27 * 86_400_000 + 3 * 3_600_000 + 9 * 60_000],
  ])('%s is %d ms', (text, ms) => expect(parseTimeSpan(text)).toBe(ms))

  test.each(['00:60:00', '00:00:60', '1.24:00:00', '24:24:00', '24:00:60', '24:00:00.5'])(
    '%s is no time span',
    (text) => expect(() => parseTimeSpan(text)).toThrow(`"${text}" is no time span: write hh:mm:ss`),
  )

  test.each(['01:03:09', '2.03:09:00'])('formatting %s reverses parsing', (text) =>
    expect(formatTimeSpan(parseTimeSpan(text))).toBe(text),
  )
})

describe('app settings', () => {
  test('%NAMES% are replaced; the error names a missing one', () => {
    expect(resolveNames('a-%B%-%C%', { B: 'b', C: 'c' }, 'f')).toBe('a-b-c')
    expect(() => resolveNames('%B%', {}, 'function f')).toThrow('function f needs the app setting B, which is not set')
  })

  test('a connection may have the prefix of the real host', () => {
    expect(connectionString('Bus', { AzureWebJobsBus: 'x' }, 'f')).toBe('x')
    expect(connectionString(undefined, { AzureWebJobsServiceBus: 'y' }, 'f')).toBe('y')
  })

  test.each(['Bus', 'AzureWebJobsBus'])(
    'an identity in %s__… is known, and one sentence says what to set here',
    (name) => {
      const identity = { [`${name}__credential`]: 'managedidentity', [`${name}__clientId`]: 'c' }
      const settings = { ...identity, [`${name}__fullyQualifiedNamespace`]: 'x.servicebus.windows.net' }
      expect(() => connectionString('Bus', settings, 'function f')).toThrow(
        new MissingSetting(
          `function f uses ${name}__fullyQualifiedNamespace, which needs an identity on Azure: locally set Bus to a connection string`,
        ),
      )
      expect(() => connectionString('Bus', identity, 'function f')).toThrow(
        new MissingSetting(
          `function f needs the app setting ${name}__fullyQualifiedNamespace beside ${name}__credential`,
        ),
      )
    },
  )

  test.each([
    [{}, 'the app setting AzureWebJobsStorage is not set'],
    [{ AzureWebJobsStorage: 'nonsense' }, 'the app setting AzureWebJobsStorage is no storage connection string'],
    [
      { AzureWebJobsStorage__accountName: 'a', AzureWebJobsStorage__credential: 'managedidentity' },
      'AzureWebJobsStorage__accountName needs an identity on Azure: locally set AzureWebJobsStorage to a connection string',
    ],
    [
      { AzureWebJobsStorage__blobServiceUri: 'https://a.blob.core.windows.net', AzureWebJobsStorage__clientId: 'c' },
      'AzureWebJobsStorage__blobServiceUri needs an identity on Azure: locally set AzureWebJobsStorage to a connection string',
    ],
    [{ AzureWebJobsStorage: 'UseDevelopmentStorage=true' }, undefined],
  ])('the storage of %j has the problem %s', (settings, problem) => {
    expect(new BlobStore(settings as Settings).problem).toBe(problem)
  })

  test('the worker gets the app settings, and only paths, user and locale of the shell', () => {
    const env = workerEnvironment({ A: '1', PATH: 'mine' }, 7071, { PATH: '/bin', HOME: '/h', DATABASE_URL: 'theirs' })
    expect(env).toMatchObject({ A: '1', PATH: 'mine', HOME: '/h', WEBSITE_HOSTNAME: 'localhost:7071' })
    expect(env).not.toHaveProperty('DATABASE_URL')
  })

  test('the host id is given, or machine and path, at most 32 characters in lower case', () => {
    expect(hostId('/app', { AzureFunctionsWebHost__hostid: 'given' })).toBe('given')
    expect(hostId('a', {}, 'My-Machine.local')).toBe(`mymachinelocal-${23 * 31 + 97}`)
    expect(hostId('/some/where', {}, 'm'.repeat(60))).toBe('m'.repeat(32))
    expect(hostId('/a', {}, 'm')).not.toBe(hostId('/b', {}, 'm'))
  })
})

describe('the router', () => {
  const f = (name: string, route: string, methods: string[] = ['GET']) =>
    ({ name, trigger: { kind: 'http', route, methods, authLevel: 'anonymous' } }) as unknown as HttpFunction
  const guid = '0F8FAD5B-d9cb-469f-a165-70867728950e'
  const route = createRouter(
    [
      f('rest', 'files/{*path}'),
      f('any', 'runs/{id}'),
      f('number', 'runs/{id:int}'),
      f('mine', 'runs/mine'),
      f('post', 'runs/mine', ['POST']),
      f('maybe', 'pages/{size=25}/{page?}'),
      f('some books', 'books/{size=25}'),
      f('books', 'books'),
      f('all numbers', 'files/{*path:int}'),
      f('guid', 'runs/{id:guid}'),
      f('head', 'runs/{id}', ['HEAD', 'OPTIONS']),
      f('anything', 'any', []),
      f('second literal', '{kind}/mine'),
    ],
    'api',
  )
  test.each([
    ['GET', '/api/runs/mine', 'mine', {}],
    ['POST', '/api/Runs/MINE/', 'post', {}],
    ['GET', '/api/runs/7', 'number', { id: '7' }],
    ['GET', '/api/runs/a%20b', 'any', { id: 'a b' }],
    ['GET', '/api/runs/a%2Fb', 'any', { id: 'a%2Fb' }],
    ['GET', '/api/runs/a%2fb%20c', 'any', { id: 'a%2fb c' }],
    ['GET', '/api/runs/%E2%82%AC%', 'any', { id: '€%' }],
    ['GET', '/api/runs/%FF%41', 'any', { id: '%FFA' }],
    ['GET', '/api/files/a/b', 'rest', { path: 'a/b' }],
    ['GET', '/api/files', 'rest', {}],
    ['GET', '/api/pages', 'maybe', { size: '25' }],
    ['GET', '/api/pages/9/2', 'maybe', { size: '9', page: '2' }],
    ['GET', '/api/books/', 'books', {}],
    ['GET', '/api/books/9', 'some books', { size: '9' }],
    ['GET', '/api/files/7', 'all numbers', { path: '7' }],
    ['GET', '/api/files/a%2Fb/C%20d', 'rest', { path: 'a%2Fb/C d' }],
    ['GET', '/api/runs/aBc/', 'any', { id: 'aBc' }],
    ['GET', '/%61pi/r%75ns/%37', 'number', { id: '7' }],
    ['GET', '/api/runs/100%', 'any', { id: '100%' }],
    ['GET', '/api/runs/%252F', 'any', { id: '%2F' }],
    ['GET', `/api/runs/${guid}`, 'guid', { id: guid }],
    ['HEAD', '/api/runs/mine', 'head', { id: 'mine' }],
    ['OPTIONS', '/api/runs/7', 'head', { id: '7' }],
    ['DELETE', '/api/any', 'anything', {}],
    ['GET', '/api/Other/mine', 'second literal', { kind: 'Other' }],
  ])('%s %s is %s', (method, path, name, params) => {
    expect(route(method, path)).toMatchObject({ function: { name }, params })
  })

  test.each([
    ['GET', '/api/runs'],
    ['GET', '/api/runs/7/x'],
    ['PUT', '/api/runs/mine'],
    ['HEAD', '/api/pages'],
    ['OPTIONS', '/api/files/a'],
    ['GET', '/runs/7'],
    ['GET', '/api/pages/1/2/3'],
  ])('%s %s matches no function', (method, path) => expect(route(method, path)).toBeUndefined())

  test.each([
    ['a/{b:datetime}', 'function odd: the route constraint datetime is not supported by the local host'],
    ['a/x{b}', 'function odd: x{b} in its route is not supported by the local host'],
    ['a/{*b}/c', 'function odd: {*b} must be the last part of its route'],
  ])('the route %s is an error', (path, message) => {
    expect(() => createRouter([f('odd', path)], 'api')).toThrow(message)
  })
})

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
