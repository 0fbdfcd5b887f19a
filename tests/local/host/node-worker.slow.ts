import { resolve } from 'node:path'
import type { TypedData } from '../../../local/host/protocol'
import { hasNodeWorker } from '../package/node-worker'
import { type ComparedWorker, startMicrosofts, startOurs } from './compared-workers'
import { eventually, makeApp } from './harness'

const both = hasNodeWorker ? describe : describe.skip
const fixture = resolve(__dirname, 'fixtures/compared')

both("the local host's worker and Microsoft's (skipped where ../shared/node-worker is missing)", () => {
  let ours: ComparedWorker
  let microsofts: ComparedWorker
  const workers: ComparedWorker[] = []

  async function start(root: string, settings?: Record<string, string>): Promise<void> {
    ours = await startOurs(root, settings)
    workers.push(ours)
    microsofts = await startMicrosofts(root, settings)
    workers.push(microsofts)
  }
  afterAll(async () => {
    for (const worker of workers) await worker.stop()
  })

  /** Runs a function in both, compares what came, and returns it. */
  async function run(name: string, data: TypedData, triggerMetadata?: Record<string, unknown>): Promise<object> {
    const expected = await microsofts.run(name, data, triggerMetadata)
    expect(await ours.run(name, data, triggerMetadata)).toEqual(expected)
    return expected
  }

  const text = (value: string): TypedData => ({ string: value })
  const values = (fields: Record<string, string>) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]))
  const http = (more: object = {}): TypedData => ({
    http: {
      method: 'POST',
      url: 'http://localhost:7071/api/everything/J%C3%B6rg?a=1&b=',
      nullableHeaders: values({ 'content-type': 'text/plain', 'x-empty': '' }),
      nullableQuery: values({ a: '1,2', b: '' }),
      nullableParams: values({ name: 'Jörg' }),
      ...more,
    },
  })

  describe('with one small app', () => {
    beforeAll(() => start(fixture))

    test('register the same', () => {
      expect(ours.registered).toEqual(microsofts.registered)
      expect(ours.registered.map((f) => f.name)).toContain('everything')
    })

    test('run an HTTP function on the same request, and return the same response and outputs', async () => {
      const result = await run('everything', http({ body: { bytes: Buffer.from('höflich') } }))
      expect(result).toMatchObject({
        returned: { http: { statusCode: '201' } },
        outputs: [{ name: expect.any(String) }],
      })
    })

    test('return the same for bytes, for nothing, and without a body', async () => {
      await run('bytes', http({ body: { bytes: Buffer.from([0, 255, 128, 1]) } }))
      await run('nothing', http())
      await run('everything', http({ method: 'PUT' }))
    })

    test('give a queue function the same message, trigger metadata and context', async () => {
      const metadata = {
        MessageId: 'm',
        DeliveryCount: 1,
        SequenceNumber: 7,
        EnqueuedTimeUtc: '2026-11-21T10:00:00',
        ApplicationProperties: { Attempt: 2, text: 'T' },
        runId: 'of the body',
      }
      await run('queue', text('{"runId":"r","n":9007199254740993}'), metadata)
      await run('queue', text('{ plain'))
      await run('queue', { bytes: Buffer.from([255, 254]) })
      await run('queue', { json: '[1,2]' })
    })

    test.each(['text', '7', '7.5', 'true', 'null', '{"a":1}', '[1]'])('return the same for a result %s', (result) =>
      run('returns', text(result)),
    )

    test('give a timer the same', async () => {
      const status = {
        Last: '0001-01-01T00:00:00',
        Next: '2026-01-01T10:01:00.000Z',
        LastUpdated: '2026-01-01T10:00:00Z',
      }
      const timer = { Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: false }
      await run('timer', { json: JSON.stringify(timer) })
      await run('timer', { json: JSON.stringify({ ...timer, ScheduleStatus: null }) })
    })

    test('report what a function throws in the same words, with the place in the app', async () => {
      expect(await run('throws', http())).toMatchObject({
        threw: 'broken on purpose',
        stack: [expect.stringContaining('index.js')],
      })
      expect(await run('throwsText', text(''))).toMatchObject({ threw: 'only text' })
    })

    test('log the same', async () => {
      await run('late', http())
      const tooLate = (worker: ComparedWorker) => async () =>
        (await worker.logs()).some((l) => l.endsWith(': too late'))
      await eventually(tooLate(ours), 'our late line')
      await eventually(tooLate(microsofts), 'the other late line')
      const ofApp = async (worker: ComparedWorker) => (await worker.logs()).filter(isOfApp).map(withoutIds)
      expect(await ofApp(ours)).toEqual(await ofApp(microsofts))
      expect(await ours.console()).toEqual(await microsofts.console())
    })

    test('end when they are told to: hooks run, a run that is handed back in them is reported, then the process ends', async () => {
      const running = [ours, microsofts].map((worker) => worker.run('untilTheEnd', text('')))
      for (const worker of [ours, microsofts])
        await eventually(async () => (await worker.console()).includes('a run has begun'), 'the run')
      const took = [await ours.terminate(), await microsofts.terminate()]
      for (const ms of took) expect(ms).toBeLessThan(5000)
      const [one, other] = await Promise.all(running)
      expect(one).toEqual(other)
      expect(one).toMatchObject({ returned: { string: 'handed back' } })
      const end = (await microsofts.console()).slice(-2)
      expect(end).toEqual(['appTerminate of the app', 'appTerminate has opened a connection'])
      expect((await ours.console()).slice(-2)).toEqual(end)
    })
  })

  test('end at once and without hooks at SIGTERM', async () => {
    await start(fixture)
    for (const worker of [ours, microsofts]) {
      await worker.kill('SIGTERM')
      expect(await worker.console()).not.toContainEqual(expect.stringContaining('appTerminate'))
    }
  })

  test('end with code 1 at an exception that nobody catches', async () => {
    await start(fixture)
    await expect(microsofts.run('uncaught', http())).rejects.toThrow('worker exited {"code":1')
    expect(await ours.run('uncaught', http())).toMatchObject({ threw: 'the worker ended with code 1' })
  })

  test.each([
    ['after it registered a function', 'app.http("h", { handler() {} });'],
    ['before it registers one', ''],
  ])('say the same of an app that throws %s', async (_, code) => {
    const app = makeApp({
      'index.js': `const { app } = require('@azure/functions'); ${code} throw new Error('no luck')`,
    })
    await start(app.root)
    app.remove()
    expect(ours.failure).toBe(microsofts.failure)
    expect(ours.registered).toEqual(microsofts.registered)
    const sentence = 'Worker was unable to load entry point "index.js": no luck'
    expect(ours.failure).toBe(code === '' ? undefined : sentence)
    for (const worker of [ours, microsofts]) {
      const logs = (await worker.logs()).filter((line) => line.startsWith('error '))
      expect(logs).toEqual(code === '' ? [] : [`error system: ${sentence.toLowerCase()}`])
      const told = (await worker.console()).filter((line) => line.startsWith('Error: '))
      expect(told).toEqual([`Error: ${sentence}`])
    }
  })

  test('register the same functions of the real app', async () => {
    await start(resolve(__dirname, '../../..'), {
      ServiceBusConnection:
        'Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true',
      DATABASE_URL: 'postgres://nobody:none@localhost:1/none',
      AZURE_AD_CLIENT_ID: 'id',
      AZURE_AD_CLIENT_SECRET: 'secret',
      API_CLIENT_ID: '00000000-0000-4000-8000-000000000000',
      SETTINGS_FINGERPRINT_KEY: 'for this test only, and long enough for it',
    })
    expect([ours.failure, microsofts.failure]).toEqual([undefined, undefined])
    expect(ours.registered).toEqual(microsofts.registered)
    expect(ours.registered.map((f) => f.name)).toEqual(expect.arrayContaining(['healthLive', 'runSync', 'tick']))
  })
})

/** Lines of the app; Microsoft's worker also logs each of its own steps, at the level debug, which nobody sees. */
function isOfApp(line: string): boolean {
  return !line.startsWith('debug system: ')
}

function withoutIds(line: string): string {
  return line.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
}
