import { createServer } from 'node:net'
import { sample } from '../support/sample'
import { runCli } from '../support/cli'
import { interruptDemo, moments, nothing, nothingLeft } from './interrupt-demo'

jest.setTimeout(120_000)

test('the demo syncs a tenant twice, shows it, and leaves nothing behind, also when its usual ports are taken', async () => {
  const taken = [7071, 5672, 10000, 8443, 54320].map((port) => createServer().listen(port, '127.0.0.1'))
  for (const server of taken) server.on('error', () => {}) // taken by somebody else: as good
  const run = runCli(['demo', '--policies', '40', '--seed', '3', '--latency', '5', '--again', '--json'])
  const code = await run.exited
  for (const server of taken) server.close()
  if (code !== 0) throw new Error(`exit code ${code}: ${[...run.lines.slice(-10), ...run.errors].join('\n')}`)
  const summary = JSON.parse(run.lines.at(-1)!)
  expect(summary).toMatchObject({ status: 'succeeded', failed: 0, updated: 0, removed: 0 })
  expect(summary.policies).toBeGreaterThanOrEqual(40) // some collections have theirs on top
  expect(summary.inserted).toBe(summary.settings)
  expect(summary.again).toMatchObject({
    status: 'succeeded',
    policies: summary.policies,
    settings: summary.settings,
    inserted: 0,
    updated: 0,
    removed: 0,
    unchanged: summary.settings,
  })
  // a machine that is busy may be too slow for a request, and a batch that is sent again counts each one in it
  const isBusy = summary.retries + summary.again.retries > 0
  expect(isBusy ? 'not compared' : summary.again.requests).toBe(isBusy ? 'not compared' : summary.requests)
  const text = run.lines.join('\n')
  expect(text).toMatch(/policies, \d+ settings/)
  expect(text).toContain('Search for "bitlocker"')
  expect(nothingLeft(run)).toEqual(nothing)
  run.dispose()
})

test('interrupted at a moment, by the printed seed, the demo ends at once and leaves nothing behind', async () => {
  for (const moment of sample(moments, 1)) {
    expect(await interruptDemo(moment)).toEqual({ code: 130, ...nothing })
  }
})

test('a failed start says why in one sentence and leaves nothing behind', async () => {
  const run = runCli(['demo', '--data', 'no such folder'])
  expect(await run.exited).toBe(1)
  expect(run.errors.join('\n')).toContain('no such folder')
  expect(nothingLeft(run)).toEqual(nothing)
  run.dispose()
})
