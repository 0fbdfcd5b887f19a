import { createServer } from 'node:net'
import { once } from 'node:events'
import { interrupt, runCli } from '../../support/cli'
import { until } from '../../support/until'
import { makeFakeFunc } from './fake-func'
import { otherFolder } from '../../e2e/left-behind'

jest.setTimeout(120_000)

test('npm run start:func starts all that func needs, says where it listens, and Ctrl-C ends all of it', async () => {
  const taken = createServer().listen(7071, '127.0.0.1')
  await once(taken, 'listening').catch(() => {}) // somebody else has it: as good
  const func = makeFakeFunc()
  const { folder, remove } = otherFolder()
  const run = runCli(['start:func', '--policies', '3'], { cwd: folder, env: { PATH: func.path } })
  await until(
    'it is ready or has ended',
    () => run.lines.includes('Ctrl-C stops everything.') || run.process.exitCode !== null,
  )
  const said = run.lines.join('\n')
  expect(said).toMatch(/^Azure Functions Core Tools 4\.0\.7512$/m)
  const [, port] = /^ {2}functions host +http:\/\/127\.0\.0\.1:(\d+)$/m.exec(said)!
  expect(port).not.toBe('7071')
  expect(func.started()).toMatchObject({ args: ['--port', port], cwd: folder })
  const { env } = func.started()
  for (const name of [
    'DATABASE_URL',
    'AzureWebJobsStorage',
    'ServiceBusConnection',
    'GRAPH_BASE_URL',
    'NODE_EXTRA_CA_CERTS',
  ])
    expect(env[name]).toBeTruthy()
  interrupt(run)
  expect(await run.exited).toBe(130)
  expect(run.living()).toEqual([])
  taken.close()
  func.remove()
  run.dispose()
  remove()
})
