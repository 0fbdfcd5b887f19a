import { resolve } from 'node:path'
import { type Component, startComponent } from '../../../local/component'
import type { MainInfo, MainOptions } from '../../../local/host/main'
import { alive, eventually, fixture, makeApp } from './harness'
import { deliveries, QueueSetup } from './queue-setup'

const main = resolve('dist/local/host/main.js')

const started: Component<MainInfo>[] = []
afterEach(() => Promise.all(started.splice(0).map((host) => host.stop())))

async function start(options: Partial<MainOptions> & { settings: Record<string, string> }) {
  const lines: string[] = []
  const all: MainOptions = { root: fixture, port: 0, graceMs: 200, ...options }
  const host: Component<MainInfo> = await startComponent(main, all, { onLine: (line) => lines.push(line) })
  started.push(host)
  return { host, lines }
}

async function workerPid(info: MainInfo): Promise<number> {
  const answer = (await (await fetch(`${info.url}/api/pid`)).json()) as { pid: number }
  return answer.pid
}

test('when the host is killed, its worker ends, and its message is redelivered when the lock expires', async () => {
  await using setup = await QueueSetup.open()
  const first = await start({ settings: setup.settings })
  const pid = await workerPid(first.host.info)
  await setup.send({ body: { hang: true } })
  await eventually(() => deliveries(first.lines).length === 1, 'the delivery')
  first.host.process.kill('SIGKILL')
  await first.host.exited
  await eventually(() => !alive(pid), 'the exit of the worker')

  const second = await start({ settings: setup.settings })
  try {
    await setup.send({ body: { other: true } }) // delivered before the locked one
    await eventually(() => deliveries(second.lines).length === 1, 'the other message')
    expect(deliveries(second.lines)[0]?.message).toEqual({ other: true })
    await eventually(() => setup.work.locked === 1, 'the completion of the other')
    setup.clock.advance(60_000)
    await eventually(() => deliveries(second.lines).length === 2, 'the message whose lock expired')
    expect(deliveries(second.lines)[1]).toMatchObject({ message: { hang: true }, metadata: { deliveryCount: 2 } })
  } finally {
    await second.host.stop()
  }
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends host and worker in order', async (signal) => {
  const { host, lines } = await start({
    graceMs: 10_000,
    settings: {
      Bus: 'Endpoint=sb://localhost:1;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true',
      WORK_QUEUE: 'work',
    },
  })
  const pid = await workerPid(host.info)
  const running = fetch(`${host.info.url}/api/slow?ms=300`)
  await eventually(() => lines.some((l) => l.includes('slow begins')), 'the function')
  host.process.kill(signal)
  expect(await (await running).text()).toBe('slow')
  expect(await host.exited).toBe(0)
  expect(alive(pid)).toBe(false)
  expect(lines).toContainEqual(expect.stringContaining('appTerminate ran'))
})

test('a failed start reports its own message', async () => {
  const app = makeApp({
    'index.js': `require('@azure/functions').app.timer('tick', { schedule: '@daily', handler() {} })`,
  })
  try {
    await expect(start({ root: app.root, settings: {} })).rejects.toThrow(
      'function tick: "@daily" is no NCRONTAB expression of six fields',
    )
  } finally {
    app.remove()
  }
})

test('appTerminate hooks have five seconds', async () => {
  const app = makeApp({
    'index.js': `
      const { app } = require('@azure/functions')
      app.http('pid', { handler: async () => ({ jsonBody: { pid: process.pid } }) })
      app.hook.appTerminate(async () => {
        console.log('the hook began')
        setInterval(() => console.log('the hook still runs'), 1000)
        await new Promise(() => {})
      })`,
  })
  try {
    const { host, lines } = await start({ root: app.root, settings: {} })
    const pid = await workerPid(host.info)
    await host.stop()
    expect(alive(pid)).toBe(false)
    expect(lines.filter((l) => l.includes('the hook began'))).toHaveLength(1)
    const seconds = lines.filter((l) => l.includes('the hook still runs')).length
    expect(seconds).toBeGreaterThanOrEqual(1)
    expect(seconds).toBeLessThanOrEqual(7)
  } finally {
    app.remove()
  }
})

test('a host whose worker cannot be restarted exits', async () => {
  const app = makeApp({
    'index.js': `
      const { existsSync, writeFileSync } = require('node:fs')
      const flag = __dirname + '/ran-before'
      if (existsSync(flag)) process.exit(7)
      writeFileSync(flag, '')
      require('@azure/functions').app.http('pid', { handler: async () => ({ jsonBody: { pid: process.pid } }) })`,
  })
  try {
    const { host, lines } = await start({ root: app.root, settings: {} })
    process.kill(await workerPid(host.info), 'SIGKILL')
    expect(await host.exited).toBe(1)
    await eventually(() => lines.some((l) => l.includes('critical  the worker cannot be started again')), 'the reason')
    const retries = lines.filter((l) => l.includes('the worker ended with code 7 before it was ready; trying again'))
    expect(retries).toHaveLength(3)
  } finally {
    app.remove()
  }
})
