import * as fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { packRaw, unpackRaw } from '../../../src/intune/reading/raw'

test('unpacking returns exactly the packed policy', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), async (policy) => {
      const json = JSON.stringify(policy)
      expect(JSON.stringify(await unpackRaw(await packRaw(JSON.parse(json) as object as Record<string, unknown>)))).toBe(json)
    }),
  )
}) // prettier-ignore

test('the same policy is packed into the same bytes', async () => {
  const policy = { name: 'P', settings: Array.from({ length: 1_000 }, (_, i) => ({ id: String(i) })) }
  const packed = await packRaw(policy)
  expect((await packRaw(structuredClone(policy))).equals(packed)).toBe(true)
  expect(packed.length).toBeLessThan(JSON.stringify(policy).length / 2)
})

test.each([
  ['no gzip', Buffer.from('{}'), 'incorrect header'],
  ['no JSON', gzipSync('x'), 'JSON'],
  ['no object', gzipSync('[]'), 'no JSON object'],
  ['nothing', Buffer.alloc(0), 'unexpected end'],
])('%s is no policy', async (_, bytes, says) => {
  await expect(unpackRaw(bytes)).rejects.toThrow(says)
})
