import {
  connectionString,
  hostId,
  MissingSetting,
  resolveNames,
  type Settings,
  workerEnvironment,
} from '../../../local/host/app-settings'
import { formatTimeSpan, parseHostJson, parseTimeSpan } from '../../../local/host/host-json'
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
