import { execFileSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { pemOfPkcs12 } from '../../../src/graph/auth/pkcs12'

const folder = mkdtempSync(join(tmpdir(), 'pkcs12-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Makes a PKCS#12 file without a password, and what is in it. */
async function made(...how: string[]) {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'reader' }])
  const file = join(folder, 'own.pem')
  writeFileSync(file, `${key}\n${cert}`)
  return { key, cert, pfx: execFileSync('openssl', ['pkcs12', '-export', '-in', file, '-passout', 'pass:', ...how]) }
}

test.each([
  ['as today', []],
  ['as in years before', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
  ['not at all', ['-keypbe', 'NONE', '-certpbe', 'NONE']],
])('key and certificate are found in a file that is encrypted %s', async (_, how) => {
  const { pfx, key, cert } = await made(...how)
  const pem = pemOfPkcs12(pfx)
  expect(createPrivateKey(pem).equals(createPrivateKey(key))).toBe(true)
  expect(new X509Certificate(pem).fingerprint256).toBe(new X509Certificate(cert).fingerprint256)
})

test('a file without a key, one that is cut off, and anything else are refused', async () => {
  const { pfx } = await made()
  const { pfx: withoutKey } = await made('-nokeys')
  for (const wrong of [withoutKey, pfx.subarray(0, 400), Buffer.from('none'), Buffer.alloc(0)])
    expect(() => pemOfPkcs12(wrong)).toThrow(/./)
})
