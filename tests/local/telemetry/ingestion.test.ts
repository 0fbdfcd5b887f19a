import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { gzipSync } from 'node:zlib'
import type { Telemetry } from '../../../local/telemetry/telemetry'
import { startTestTelemetry } from './harness'

let telemetry: Telemetry
beforeEach(async () => void (telemetry = await startTestTelemetry()))
afterEach(() => telemetry.stop())

interface Sent {
  method?: string
  path?: string
  body?: string | Buffer
  headers?: Record<string, string>
}

async function send({ method = 'POST', path = '/v2.1/track', body = '', headers = {} }: Sent) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: unknown }>((resolve, reject) => {
    const sent = request(
      `${telemetry.url}${path}`,
      { method, headers, ca: readFileSync(telemetry.caFile) },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        answer.on('end', () =>
          resolve({ status: answer.statusCode!, headers: answer.headers, body: text === '' ? '' : JSON.parse(text) }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

const key = () => /InstrumentationKey=([^;]+)/.exec(telemetry.connectionString)![1]!
const message = (text: string, changed: object = {}) => ({
  ver: 1,
  name: 'Microsoft.ApplicationInsights.Message',
  time: '2026-11-30T10:00:00.000Z',
  sampleRate: 100,
  iKey: key(),
  tags: {},
  data: { baseType: 'MessageData', baseData: { ver: 2, message: text, severityLevel: 'Error', ...changed } },
})
const texts = () => telemetry.store.rows('AppTraces').map((row) => row['Message'])

test('an array, JSON lines, and either of them compressed are taken', async () => {
  const lines = `${JSON.stringify(message('b'))}\n${JSON.stringify(message('c'))}\n`
  const answers = [
    await send({ body: JSON.stringify([message('a')]) }),
    await send({ body: lines }),
    await send({ body: gzipSync(lines), headers: { 'Content-Encoding': 'gzip' } }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(answers[1]!.body).toEqual({ itemsReceived: 2, itemsAccepted: 2, errors: [] })
  expect(texts()).toEqual(['a', 'b', 'c', 'b', 'c'])
  expect(telemetry.unknown).toEqual([])
})

test('an item of another key is refused, and the others are taken', async () => {
  const { status, body } = await send({ body: JSON.stringify([{ ...message('a'), iKey: randomUUID() }, message('b')]) })
  expect(status).toBe(206)
  expect(body).toMatchObject({ itemsReceived: 2, itemsAccepted: 1, errors: [{ index: 0, statusCode: 400 }] })
  expect(texts()).toEqual(['b'])
  expect((await send({ body: JSON.stringify([{ ...message('a'), iKey: randomUUID() }]) })).status).toBe(400)
})

test.each([
  ['a property', () => message('a', { colour: 'red' })],
  ['a kind', () => ({ ...message('a'), name: 'Microsoft.ApplicationInsights.Event' })],
  ['a number among the properties', () => message('a', { properties: { jobId: 1 } })],
])('%s that is not known is refused, and told', async (_what, item) => {
  expect((await send({ body: JSON.stringify([item()]) })).status).toBe(400)
  expect(telemetry.unknown).toHaveLength(1)
  expect(texts()).toEqual([])
})

test.each([
  ['POST', '/v2/track'],
  ['GET', '/v2.1/track'],
  ['POST', '/QuickPulseService.svc/other'],
])('%s %s is not known, and told', async (method, path) => {
  expect((await send({ method, path })).status).toBe(404)
  expect(telemetry.unknown).toEqual([`${method} ${path}`])
})

test('a body that is no JSON, or no gzip, is refused and told', async () => {
  expect((await send({ body: 'hello' })).status).toBe(400)
  expect((await send({ body: 'hello', headers: { 'Content-Encoding': 'gzip' } })).status).toBe(400)
  expect(telemetry.unknown).toHaveLength(2)
})

test('Live Metrics is told that nobody watches', async () => {
  const { status, headers } = await send({ path: '/QuickPulseService.svc/ping?api-version=1&ikey=x', body: '{}' })
  expect([status, headers['x-ms-qps-subscribed']]).toEqual([200, 'false'])
  expect(telemetry.unknown).toEqual([])
})

test.each([400, 401, 402, 429, 439, 500, 503] as const)('%d on demand takes nothing', async (status) => {
  telemetry.addFault({ status, count: 1, retryAfter: 7 })
  const refused = await send({ body: JSON.stringify([message('a')]) })
  expect(refused).toMatchObject({ status, body: { itemsReceived: 1, itemsAccepted: 0 } })
  expect(refused.headers['retry-after']).toBe('7')
  expect(texts()).toEqual([])
  expect((await send({ body: JSON.stringify([message('a')]) })).status).toBe(200)
})

test('206 on demand refuses the first items', async () => {
  telemetry.addFault({ status: 206, refused: 2, itemStatus: 429 })
  const { status, body } = await send({ body: JSON.stringify(['a', 'b', 'c'].map((text) => message(text))) })
  expect(status).toBe(206)
  expect(body).toMatchObject({ itemsAccepted: 1, errors: [{ index: 0, statusCode: 429 }, { index: 1 }] })
  expect(texts()).toEqual(['c'])
})

test('308 on demand tells the address', async () => {
  telemetry.addFault({ status: 308, location: 'https://other.example/v2.1/track' })
  const { status, headers } = await send({ body: JSON.stringify([message('a')]) })
  expect([status, headers['location']]).toEqual([308, 'https://other.example/v2.1/track'])
})

test('rows, faults and what was not known can be asked for over HTTP', async () => {
  const control = (method: string, path: string, body = '') => send({ method, path: `/_telemetry/${path}`, body })
  await send({ body: JSON.stringify([message('a')]) })
  expect((await control('GET', 'rows/AppTraces')).body).toEqual([expect.objectContaining({ Message: 'a' })])
  expect((await control('GET', 'envelopes')).body).toEqual([message('a')])
  expect((await control('GET', 'rows/AppEvents')).status).toBe(400)
  expect((await control('POST', 'faults', JSON.stringify({ status: 503 }))).body).toEqual([
    { status: 503, itemStatus: 500 },
  ])
  expect((await control('POST', 'faults', JSON.stringify({ status: 404 }))).status).toBe(400)
  expect((await control('DELETE', 'faults')).body).toEqual([])
  expect((await control('GET', 'runs/none')).body).toEqual({ lines: null })
  await control('DELETE', 'rows')
  expect((await control('GET', 'rows/AppTraces')).body).toEqual([])
  expect((await control('GET', 'unknown')).body).toEqual([])
  expect((await control('PUT', 'rows')).status).toBe(400)
})
