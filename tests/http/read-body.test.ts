import { HttpRequest } from '@azure/functions'
import { problem } from '../../src/http/problem'
import { readBody } from '../../src/http/read-body'

const request = (text: string, headers: Record<string, string> = {}) =>
  new HttpRequest({ method: 'POST', url: 'https://localhost/', body: { string: text }, headers })

const read = (text: string, limit?: number, headers = {}) =>
  readBody(request(text, headers), limit).then(
    (body) => body.length,
    (error: unknown) => problem(error),
  )

test('24: a body of 16 KiB is read, and one byte more is 413', async () => {
  expect(await read('x'.repeat(16 * 1024))).toBe(16 * 1024)
  expect(await read('x'.repeat(16 * 1024 + 1))).toMatchObject({
    status: 413,
    headers: { 'content-type': 'application/problem+json' },
    jsonBody: { status: 413, code: 'request.too_large', detail: 'The body has more than 16384 bytes.' },
  })
  expect(await read('😀'.repeat(4097))).toMatchObject({ status: 413 })
})

test('24: a body whose header already says too much is not read', async () => {
  expect(await read('{}', undefined, { 'content-length': '16385' })).toMatchObject({ status: 413 })
})

test('24: the record of an operation can raise the limit, up to 1 MiB', async () => {
  expect(await read('x'.repeat(90_000), 90_000)).toBe(90_000)
  expect(await read('x'.repeat(1024 * 1024 + 1), Infinity)).toMatchObject({ status: 413 })
})

test('a body in chunks, which the Functions host drops, is 411; none at all is none', async () => {
  expect(await read('', undefined, { 'transfer-encoding': 'chunked' })).toMatchObject({
    status: 411,
    jsonBody: { code: 'request.length_required', detail: expect.stringContaining('Content-Length') },
  })
  expect(await read('')).toBe(0)
})
