import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { apiRoutes } from '../../src/http/routes'
import { operationRecords } from '../../src/operations/registry'
import { systemClock } from '../../local/clock'
import { Supervisor } from '../../local/host/supervisor'
import { appSettings } from '../support/app-settings'

const root = join(__dirname, '../..')

const complete = appSettings(
  { url: 'postgres://u:p@localhost:1/db' },
  { connectionString: 'Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=b' },
)

/** Starts a worker on the compiled app with this environment, and returns what it registered. */
async function registered(env: Record<string, string>) {
  const supervisor = new Supervisor({
    root,
    env: { PATH: process.env.PATH, ...env },
    execArgv: [],
    functionTimeoutMs: Infinity,
    clock: systemClock,
    log: () => {},
    onGiveUp: () => {},
  })
  try {
    return await supervisor.ready()
  } finally {
    await supervisor.stop(5_000)
  }
}

const namesOf = async (env: Record<string, string>) => (await registered(env)).map(({ name }) => name).toSorted()

const api = apiRoutes(operationRecords.values()).map(({ name }) => name)
const health = ['healthLive', 'healthReady']
const worker = ['opsTick', 'runInteractive', 'runSync', 'tick']

test('the role api serves the routes but ops/tick, liveness and readiness', async () => {
  expect(await namesOf({ ...complete, APP_ROLE: 'api' })).toEqual([...api, ...health].toSorted())
})

test('the role worker serves both queues, the timer, ops/tick, liveness and readiness', async () => {
  expect(await namesOf({ ...complete, APP_ROLE: 'worker' })).toEqual([...worker, ...health].toSorted())
})

test('without a role everything is served, and no name has a hyphen', async () => {
  const names = await namesOf(complete)
  expect(names).toEqual([...api, ...worker, ...health].toSorted())
  expect(names.filter((name) => name.includes('-'))).toEqual([])
})

test('an instance of the API loads neither the Graph SDK nor what is known of Intune', () => {
  const script = `require('./dist/functions/main.js'); console.log(JSON.stringify(Object.keys(require.cache)))`
  const loadedBy = (role: string) => {
    const env = { PATH: process.env.PATH, ...complete, APP_ROLE: role }
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: root, env, encoding: 'utf8' })
    if (stdout === '') throw new Error(stderr)
    return (JSON.parse(stdout) as string[]).filter((file) => /microsoft-graph-client|intune.policy-types/.test(file))
  }
  expect(loadedBy('api')).toEqual([])
  expect(loadedBy('worker').length).toBeGreaterThan(10)
})

test('the queues are those of the settings, by default too', async () => {
  const queues = async (env: Record<string, string>) =>
    (await registered({ ...complete, ...env })).flatMap(({ bindings }) =>
      Object.values(bindings).flatMap((binding) => (typeof binding.queueName === 'string' ? [binding.queueName] : [])),
    )
  expect(await queues({})).toEqual(['intune-sync-queue', 'intune-operations-queue'])
  expect(await queues({ SYNC_QUEUE: 's', INTERACTIVE_QUEUE: 'i' })).toEqual(['s', 'i'])
})

test('a wrong role and a missing setting stop the start, with a sentence for each', async () => {
  const { DATABASE_URL: _url, ...rest } = complete
  await expect(registered({ ...rest, APP_ROLE: 'both' })).rejects.toThrow(
    /The environment is not valid[\s\S]*APP_ROLE[\s\S]*DATABASE_URL/,
  )
})
