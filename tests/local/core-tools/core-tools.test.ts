import { tmpdir } from 'node:os'
import { startCoreTools } from '../../../local/core-tools/core-tools'
import { findCoreTools } from '../../../local/core-tools/find'
import { freePort } from '../../../local/ports'
import { runCli } from '../../support/cli'
import { until } from '../../support/until'
import { alive } from '../host/harness'
import { type FakeFunc, makeFakeFunc } from './fake-func'

const before = process.env.PATH
let func: FakeFunc | undefined
afterEach(() => {
  process.env.PATH = before
  func?.remove()
  func = undefined
})

/** Puts a `func` on the path of this process. */
function install(how: Parameters<typeof makeFakeFunc>[0] = {}): FakeFunc {
  func = makeFakeFunc(how)
  process.env.PATH = func.path
  return func
}

async function start(settings: Record<string, string> = {}) {
  const lines: string[] = []
  const ends: Error[] = []
  const started = await startCoreTools({
    root: tmpdir(),
    port: await freePort(),
    settings,
    onLine: (line) => lines.push(line),
    onEnd: (why) => ends.push(why),
    signal: new AbortController().signal,
  })
  return { ...started, lines, ends }
}

test('version 4 and newer are found', async () => {
  install()
  expect(await findCoreTools()).toBe('4.0.7512')
})

test('older ones are refused, and who has none is told in one sentence how to get them', async () => {
  install({ version: '3.0.3904' })
  await expect(findCoreTools()).rejects.toThrow(/^Azure Functions Core Tools 3\.0\.3904 are too old: get version 4 as /)
  const { exited, errors, dispose } = runCli(['start:func'], { env: { PATH: '/nowhere' } })
  expect(await exited).toBe(1)
  dispose()
  expect(errors).toEqual([
    expect.stringMatching(
      /^Azure Functions Core Tools \(func\) are not on the path: get version 4 as https:\S+ says, or /,
    ),
  ])
})

test('func gets the settings of the app, and nothing else of this process', async () => {
  const { started } = install()
  process.env['STRANGE'] = 'x'
  const app = await start({ ServiceBusConnection: 'Endpoint=sb://x' })
  delete process.env['STRANGE']
  expect(started()).toMatchObject({
    args: ['--port', String(app.info.port)],
    cwd: tmpdir(),
    env: { ServiceBusConnection: 'Endpoint=sb://x', FUNCTIONS_WORKER_RUNTIME: 'node', PATH: func!.path },
  })
  expect(started().env).not.toHaveProperty('STRANGE')
  expect((await fetch(app.info.url)).status).toBe(200)
  await app.stop()
})

test.each([
  ['as Ctrl-C does', false],
  ['also where it does not hear that', true],
])('stopping ends func and its worker, %s', async (_what, deaf) => {
  const { started } = install({ deaf })
  const app = await start()
  const { pid, workerPid } = started()
  await app.stop()
  await until('both are gone', () => !alive(pid) && !alive(workerPid))
  expect(app.lines).toEqual(deaf ? [] : ['func stops'])
})

test('where it ends before it answers, the start fails; where it ends later, that is told', async () => {
  install({ breaks: true })
  await expect(start()).rejects.toThrow('"func start" ended (code 1): what it said stands above.')
  func!.remove()
  const { started } = install()
  const app = await start()
  process.kill(started().pid, 'SIGKILL')
  await until('it is told', () => app.ends.length === 1)
  await app.stop()
  await until('its worker is gone', () => !alive(started().workerPid))
})
