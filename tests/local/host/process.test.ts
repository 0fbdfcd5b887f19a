import { resolve } from 'node:path'
import { type Component, startComponent } from '../../../local/component'
import type { MainInfo, MainOptions } from '../../../local/host/main'
import { alive, eventually, fixture, makeApp } from './harness'
import { deliveries, QueueBench } from './queue-bench'

const main = resolve('dist/local/host/main.js')

async function start(options: Partial<MainOptions> & { settings: Record<string, string> }) {
  const lines: string[] = []
  const all: MainOptions = { root: fixture, port: 0, graceMs: 200, ...options }
  const host: Component<MainInfo> = await startComponent(main, all, { onLine: (line) => lines.push(line) })
  return { host, lines }
}

async function workerPid(info: MainInfo): Promise<number> {
  const answer = (await (await fetch(`${info.url}/api/pid`)).json()) as { pid: number }
  return answer.pid
}

test('the whole instance dies: its worker goes too, and its message comes back only when the lock runs out', async () => {
  await using bench = await QueueBench.open()
  const first = await start({ settings: bench.settings })
  const pid = await workerPid(first.host.info)
  await bench.send({ body: { hang: true } })
  await eventually(() => deliveries(first.lines).length === 1, 'the delivery')
  first.host.process.kill('SIGKILL')
  await first.host.exited
  await eventually(() => !alive(pid), 'the end of the worker')

  const second = await start({ settings: bench.settings })
  try {
    await bench.send({ body: { other: true } }) // it overtakes the locked one
    await eventually(() => deliveries(second.lines).length === 1, 'the other message')
    expect(deliveries(second.lines)[0]?.message).toEqual({ other: true })
    await eventually(() => bench.work.locked === 1, 'the completion of the other')
    bench.clock.advance(60_000)
    await eventually(() => deliveries(second.lines).length === 2, 'the message whose lock ran out')
    expect(deliveries(second.lines)[1]).toMatchObject({ message: { hang: true }, metadata: { deliveryCount: 2 } })
  } finally {
    await second.host.stop()
  }
})

test('SIGTERM ends host and worker in order', async () => {
  const { host, lines } = await start({
    settings: {
      Bus: 'Endpoint=sb://localhost:1;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true',
      WORK_QUEUE: 'work',
    },
  })
  const pid = await workerPid(host.info)
  await host.stop()
  expect(await host.exited).toBe(0)
  expect(alive(pid)).toBe(false)
  expect(lines).toContainEqual(expect.stringContaining('appTerminate ran'))
})

test('a start that fails says why in its own words', async () => {
  const app = makeApp({
    'index.js': `require('@azure/functions').app.timer('tick', { schedule: '%WHEN%', handler() {} })`,
  })
  try {
    await expect(start({ root: app.root, settings: {} })).rejects.toThrow(
      'function tick needs the app setting WHEN, which is not set',
    )
  } finally {
    app.remove()
  }
})

test('a host whose worker cannot be started again ends itself', async () => {
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
    const delays = lines.filter((l) => l.includes('the worker ended with code 7 before it was ready; trying again'))
    expect(delays).toHaveLength(3)
  } finally {
    app.remove()
  }
})
