import { createSign, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { list, type Running, start, tenantId } from './harness'

const encode = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
const now = () => Math.floor(Date.now() / 1000)

function sign(claims: object, key: string, header: object = {}): string {
  const text = `${encode({ alg: 'RS256', typ: 'JWT', ...header })}.${encode(claims)}`
  return `${text}.${createSign('sha256').update(text).sign(key, 'base64url')}`
}

const keys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

const issuer = 'https://login.microsoftonline.com/home/v2.0'
const own = keys()
const federated = { issuer, subject: 'Principal-1', publicKey: own.publicKey }
const good = { iss: issuer, sub: 'Principal-1', aud: 'api://AzureADTokenExchange', exp: now() + 600 }

async function codeOf(simulator: Running, client_assertion: string): Promise<number | undefined> {
  const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  const { status, json } = await simulator.token({ client_assertion, client_assertion_type, client_secret: '' })
  return status === 200 ? undefined : json.error_codes[0]
}

test.each([
  ['as it should be', good, undefined],
  ['of another issuer', { ...good, iss: 'https://login.microsoftonline.com/other/v2.0' }, 700211],
  ['of another subject', { ...good, sub: 'Principal-2' }, 700213],
  ['whose subject differs by case', { ...good, sub: 'principal-1' }, 7002138],
  ['for another audience', { ...good, aud: 'https://graph.microsoft.com' }, 700212],
  ['that has expired', { ...good, exp: now() - 600 }, 700024],
  ['that begins later', { ...good, nbf: now() + 600 }, 700024],
])('a federated assertion %s', async (_, claims, code) => {
  expect(await codeOf(await start({ federated }), sign(claims, own.privateKey))).toBe(code)
})

test('an assertion that is none, is signed by somebody else, or not trusted at all', async () => {
  const simulator = await start({ federated })
  expect(await codeOf(simulator, 'nonsense')).toBe(50012)
  expect(await codeOf(simulator, 'a.b.c')).toBe(50012)
  expect(await codeOf(simulator, sign(good, keys().privateKey))).toBe(700027)
  expect(await codeOf(simulator, sign(good, own.privateKey).replace(/\.[^.]*$/, '.'))).toBe(700027)
  expect(await codeOf(await start(), sign(good, own.privateKey))).toBe(700211)
})

test('@azure/identity signs in with the certificate; another one, or one for somebody else, is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assertions-'))
  try {
    const [{ cert, private: key }, other] = [
      await generate([{ name: 'commonName', value: 'app' }]),
      await generate([{ name: 'commonName', value: 'app' }]),
    ]
    const simulator = await start({ certificate: cert })
    const ask = async (pem: string) => {
      writeFileSync(join(folder, 'app.pem'), pem)
      const script = `
        const { ClientCertificateCredential } = require('@azure/identity')
        const [tenant, client, certificatePath, authorityHost] = process.argv.slice(1)
        new ClientCertificateCredential(tenant, client, { certificatePath }, { authorityHost, disableInstanceDiscovery: true })
          .getToken('https://graph.microsoft.com/.default')
          .then(({ token }) => console.log(token), (error) => console.log(error.message))`
      const args = ['-e', script, tenantId, simulator.clientId, join(folder, 'app.pem'), simulator.authorityHost]
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: simulator.caFile }
      return (await promisify(execFile)(process.execPath, args, { env })).stdout.trim()
    }
    expect((await simulator.get(list, await ask(`${key}\n${cert}`))).status).toBe(200)
    expect(await ask(`${other.private}\n${other.cert}`)).toContain('AADSTS700027')
    const claims = { iss: simulator.clientId, sub: simulator.clientId, exp: now() + 600 }
    expect(await codeOf(simulator, sign({ ...claims, aud: 'x' }, key))).toBe(700027) // without a thumbprint
  } finally {
    rmSync(folder, { recursive: true })
  }
})
