import { createServer, type AddressInfo } from 'node:net'
import { systemClock } from '../../../local/clock'
import { Supervisor, WorkerNotReady } from '../../../local/host/supervisor'
import { eventually, hostFor, makeApp } from './harness'

const register = (code: string) => `const { app, output } = require('@azure/functions'); ${code}`

test.each([
  [
    'an unknown trigger',
    'app.storageQueue("q", { queueName: "x", connection: "c", handler() {} })',
    'function q: the trigger queueTrigger is not supported by the local host',
  ],
  [
    'a topic',
    'app.serviceBusTopic("t", { topicName: "x", subscriptionName: "s", connection: "Bus", handler() {} })',
    'function t: topicName of a Service Bus trigger is not supported by the local host',
  ],
  [
    'sessions',
    'app.serviceBusQueue("s", { queueName: "x", isSessionsEnabled: true, connection: "Bus", handler() {} })',
    'function s: isSessionsEnabled of a Service Bus trigger is not supported by the local host',
  ],
  [
    'batches',
    'app.serviceBusQueue("b", { queueName: "x", cardinality: "many", connection: "Bus", handler() {} })',
    'function b: cardinality: many of a Service Bus trigger is not supported by the local host',
  ],
  [
    'settlement by hand',
    'app.serviceBusQueue("m", { queueName: "x", sdkBinding: true, connection: "Bus", handler() {} })',
    'function m: sdkBinding of a Service Bus trigger is not supported by the local host',
  ],
  [
    'an unknown output',
    'app.http("o", { extraOutputs: [output.storageQueue({ queueName: "x", connection: "c" })], handler() {} })',
    'function o: the binding queue (out) is not supported by the local host',
  ],
  [
    'a retry policy',
    'app.timer("r", { schedule: "0 * * * * *", retry: { strategy: "fixedDelay", delayInterval: 1000, maxRetryCount: 2 }, handler() {} })',
    'function r: a retry policy is not supported by the local host',
  ],
  [
    'a schedule of another cron',
    'app.timer("t", { schedule: "@daily", handler() {} })',
    'function t: "@daily" is no NCRONTAB expression of six fields',
  ],
  [
    'HTTP streams',
    'app.setup({ enableHttpStream: true }); app.http("h", { handler() {} })',
    'app.setup({ enableHttpStream: true }) is not supported by the local host',
  ],
  [
    'two functions of one name',
    'app.http("h", { handler() {} }); app.http("h", { handler() {} })',
    'Worker was unable to load entry point "index.js": A function with id "h" has already been registered.',
  ],
  [
    'the log hook',
    'app.http("h", { handler() {} }); app.hook.log(() => {})',
    'Worker was unable to load entry point "index.js": Log hooks require Azure Functions Host v4.34 or higher.',
  ],
  [
    'a file that throws after it registered a function',
    'app.http("h", { handler() {} }); throw new Error("no luck")',
    'Worker was unable to load entry point "index.js": no luck',
  ],
  [
    'a hook that throws',
    'app.hook.appStart(() => { throw new Error("not ready") }); app.http("h", { handler() {} })',
    'not ready',
  ],
])('%s fails the start with one message', async (_, code, sentence) => {
  const app = makeApp({ 'index.js': register(code) })
  try {
    await expect(hostFor({ root: app.root })).rejects.toThrow(new Error(sentence))
  } finally {
    app.remove()
  }
})

test.each([
  [
    'a missing setting',
    'app.serviceBusQueue("q", { queueName: "%QUEUE%", connection: "Bus", handler() {} })',
    'function q needs the app setting QUEUE, which is not set',
  ],
  [
    'a missing connection',
    'app.serviceBusQueue("q", { queueName: "x", connection: "Nobody", handler() {} })',
    'function q needs the app setting Nobody with a Service Bus connection string, which is not set',
  ],
  [
    'a missing connection of an output',
    'app.http("q", { extraOutputs: [output.serviceBusQueue({ queueName: "x", connection: "Nobody" })], handler() {} })',
    'function q needs the app setting Nobody with a Service Bus connection string, which is not set',
  ],
  [
    'an identity',
    'app.serviceBusQueue("q", { queueName: "x", connection: "Cloud", handler() {} })',
    'function q uses Cloud__fullyQualifiedNamespace, which needs an identity on Azure: locally set Cloud to a connection string',
  ],
  [
    'a wrong connection string',
    'app.serviceBusQueue("q", { queueName: "x", connection: "Wrong", handler() {} })',
    'function q: the app setting Wrong is no Service Bus connection string',
  ],
])('with %s the function is in error, and the others run', async (_, code, sentence) => {
  const app = makeApp({ 'index.js': register(`app.http("ok", { handler: async () => ({ body: "ok" }) }); ${code}`) })
  const settings = {
    Cloud__fullyQualifiedNamespace: 'x.servicebus.windows.net',
    Cloud__credential: 'managedidentity',
    Cloud__clientId: 'c',
    Wrong: 'nonsense',
  }
  const host = await hostFor({ root: app.root, settings })
  try {
    expect(host.lines).toContainEqual(
      expect.stringMatching(`host {2}error {2}${sentence}: the function is in error and does not run$`),
    )
    expect(host.lines).toContainEqual(expect.stringContaining('1 functions on'))
    expect(await (await host.get('/api/ok')).text()).toBe('ok')
    expect((await host.get('/api/q')).status).toBe(404)
  } finally {
    await host.stop()
    app.remove()
  }
})

test.each([
  [
    'whose file throws before it registers a function',
    { 'index.js': 'throw new Error("no luck")' },
    'Worker was unable to load entry point "index.js": no luck',
  ],
  [
    'that was not built',
    { 'package.json': '{"main":"dist/functions/*.js"}' },
    'Worker was unable to load entry point "dist/functions/*.js": no file matches "main" of package.json: build the app first',
  ],
])('an app %s is empty, and only its console says why', async (_, files, sentence) => {
  const app = makeApp(files)
  const host = await hostFor({ root: app.root })
  try {
    expect(host.lines).toContainEqual(expect.stringMatching(/host {2}warning {2}the app registered no function/))
    await eventually(() => host.lines.some((l) => l.includes(`app  error  Error: ${sentence}`)), 'the reason')
  } finally {
    await host.stop()
    app.remove()
  }
})

test('a setting of host.json that this host does not know fails the start', async () => {
  const app = makeApp({
    'host.json': '{"version":"2.0","extensions":{"queues":{},"serviceBus":{"sessionIdleTimeout":"00:01:00"}}}',
  })
  try {
    await expect(hostFor({ root: app.root })).rejects.toThrow(
      'host.json: extensions.serviceBus.sessionIdleTimeout is not supported by the local host; extensions.queues is not supported by the local host',
    )
  } finally {
    app.remove()
  }
})

test('a port in use fails the start', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    await expect(hostFor({ port })).rejects.toThrow(`port ${port} is already in use`)
  } finally {
    server.close()
  }
})

test('ES modules and another route prefix work', async () => {
  const app = makeApp({
    'package.json': '{"main":"{one,two}/*.mjs"}',
    'host.json': '{"version":"2.0","extensions":{"http":{"routePrefix":"v1"}}}',
    'one/a.mjs': `import { app } from '@azure/functions'; app.http('a', { route: '%ROUTE%', handler: async () => ({ body: 'a' }) })`,
    'two/b.mjs': `import { app } from '@azure/functions'; app.http('b', { handler: async () => ({ body: process.execArgv[0] }) })`,
  })
  const host = await hostFor({ root: app.root, settings: { ROUTE: 'anna' }, workerArgs: ['--max-old-space-size=64'] })
  try {
    expect(await (await host.get('/v1/anna')).text()).toBe('a')
    expect(await (await host.get('/v1/b')).text()).toBe('--max-old-space-size=64')
  } finally {
    await host.stop()
    app.remove()
  }
})

test('with json the output of the app is unchanged and the host writes JSON', async () => {
  const host = await hostFor({ log: 'json' })
  try {
    await host.get('/api/pid')
  } finally {
    await host.stop()
  }
  expect(host.lines).toContain('{"event":"asked","timestamp":"2026-01-01T00:00:00Z","tenantId":"t 1","n":2}')
  expect(host.lines).toContain('pid asked')
  const started = host.lines.find((line) => line.includes('functions on'))
  expect(JSON.parse(started ?? '')).toMatchObject({ level: 'information', source: 'host', message: expect.any(String) })
})

test('an invocation that cannot wait for a starting worker rejects', async () => {
  const app = makeApp({ 'index.js': '' })
  const supervisor = new Supervisor({
    root: app.root,
    env: { PATH: process.env.PATH },
    execArgv: [],
    functionTimeoutMs: Infinity,
    clock: systemClock,
    log: () => {},
    onGiveUp: () => {},
  })
  const traceContext = { traceParent: '', traceState: '', attributes: {} }
  const request = { invocationId: '1', functionId: 'f', inputData: [], triggerMetadata: {}, traceContext }
  await expect(supervisor.invoke(request, 1)).rejects.toThrow(WorkerNotReady)
  await expect(supervisor.ready()).resolves.toEqual([])
  await expect(supervisor.invoke(request)).rejects.toThrow("Function code for 'f' is not loaded and cannot be invoked.")
  await supervisor.stop(1000)
  app.remove()
})
