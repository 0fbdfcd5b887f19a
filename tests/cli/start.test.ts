import * as z from 'zod'
import { startCommand } from '../../cli/commands/start'
import { UsageError } from '../../cli/usage'
import { policyReflatten } from '../../src/operations/policy-reflatten/record'
import { policySync } from '../../src/operations/policy-sync/record'
import { defineRecord } from '../../src/shared/operation-record'
import { runId, startServer } from './server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  const started = JSON.stringify({ runId, deduplicated: false })
  server = await startServer((_request, response) => void response.end(started))
  jest.spyOn(console, 'log').mockImplementation(() => {})
})
afterAll(async () => {
  jest.restoreAllMocks()
  await server.close()
})

const outside = { typed: (...words: string[]) => words.join(' '), options: [], connect: () => server.api }
const record = defineRecord({
  ...policySync,
  http: { functionName: 'startOne', path: 'one' },
  input: z.strictObject({ names: z.array(z.string()) }),
})
const command = () => startCommand(record, outside)!.exitOverride()

test('an operation that is not started over HTTP has no command', () => {
  expect(startCommand({ ...policySync, http: null }, outside)).toBeUndefined()
})

test('what an operation needs to know is one JSON object, checked by its own schema', async () => {
  await command().parseAsync(['--input', '{"names":["a"]}'], { from: 'user' })
  expect(server.seen.at(-1)).toMatchObject({
    request: 'POST /api/tenants/t/one',
    body: '{"names":["a"],"force":false,"trailing":false}',
  })
  for (const [text, sentence] of [
    ['{"names":"a"}', /^--input is not what the operation needs: names: /],
    ['{}', /names: /],
    ['no', /^--input must be a JSON object\.$/],
  ] as const)
    await expect(command().parseAsync(['--input', text], { from: 'user' })).rejects.toThrow(sentence)
  await expect(command().parseAsync([], { from: 'user' })).rejects.toThrow(UsageError)
  expect(server.seen).toHaveLength(1)
})

test('an operation that needs to know nothing has no such option', () => {
  expect(command().helpInformation()).toContain('--input <json>')
  expect(startCommand(policyReflatten, outside)!.helpInformation()).not.toContain('--input')
})

test('what only a rerun sets cannot be said', async () => {
  const sync = startCommand(policySync, outside)!.exitOverride()
  expect(sync.helpInformation()).toContain('a JSON object: policies')
  await expect(sync.parseAsync(['--input', '{"sources":["intents"]}'], { from: 'user' })).rejects.toThrow('sources')
})

test('Ctrl-C before the start is answered says what is not known, and how to find out', async () => {
  const silent = await startServer(() => void process.emit('SIGINT'))
  try {
    const silentOutside = { ...outside, connect: () => silent.api }
    const started = startCommand(policySync, silentOutside)!.exitOverride().parseAsync([], { from: 'user' })
    await expect(started).rejects.toMatchObject({
      exitCode: 130,
      message: expect.stringMatching(/Whether the start arrived is not known.*: sync$/),
    })
  } finally {
    await silent.close()
  }
})
