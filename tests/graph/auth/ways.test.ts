import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { appIdentity, makeIdentityHeader, makeIdentityKeys } from '../../../local/identity/identities'
import { type Simulator, startSimulator } from '../../../local/simulator/simulator'
import { createCredentials, credentialExpiresAt } from '../../../src/graph/auth/credentials'
import { type EntraApp, waysOf } from '../../../src/graph/auth/ways'
import { createManagedIdentity } from '../../../src/managed-identity'
import { toEntraTenantId } from '../../../src/shared/ids'
import type { Log } from '../../../src/shared/log'
import { trust } from '../../support/trust'
import { failure } from '../support/open'

const tenantId = 'aaaaaaaa-0000-4000-8000-00000000000a'
const keys = makeIdentityKeys()
const header = makeIdentityHeader()
const clock = { ms: Date.now(), now: () => clock.ms }
const environment = process.env

let simulator: Simulator
let folder: string
let distrust: () => void
// one for all tests, because @azure/identity asks for the rest of the process where it asked first
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ways-'))
  const tenants = [{ entraTenantId: tenantId, policies: 0, seed: 1 }]
  simulator = await startSimulator({
    port: 0,
    certificates: folder,
    tenants,
    identity: { keys, header },
    log: () => {},
  })
  distrust = trust(simulator.caFile)
  process.env = { ...environment, IDENTITY_ENDPOINT: `${simulator.url}/msi/token`, IDENTITY_HEADER: header }
})
beforeEach(() => {
  clock.ms = Date.now()
  simulator.control.clearFaults()
  simulator.control.resetStats()
  // @azure/identity keeps tokens of more than five minutes for the rest of the process
  azure().identity({ seconds: 240, status: 0 })
  azure().vault({ status: 0 })
  azure().credentials({ federated: true, certificate: null, clientSecret: 'unknown to everybody' })
})
afterAll(async () => {
  process.env = environment
  distrust()
  await simulator.stop()
  await rm(folder, { recursive: true })
})

/** The credentials of an app with these settings, as the worker makes them. */
function app(settings: Partial<EntraApp>) {
  const entra = {
    clientId: simulator.clientId,
    clientSecret: undefined,
    clientSecretUri: undefined,
    certificatePath: undefined,
    certificateUri: undefined,
    federated: false,
    authorityHost: simulator.authorityHost,
    instanceDiscovery: false,
    ...settings,
  }
  const identity = createManagedIdentity(appIdentity.clientId, clock)
  const logged: [string, Record<string, unknown>][] = []
  const log: Log = (event, fields) => void logged.push([event, fields])
  const ways = waysOf(entra, { identity, exchangeScope: 'api://AzureADTokenExchange/.default' }, { clock, log })
  const credentialFor = createCredentials(entra, ways)
  return {
    logged,
    expiresAt: () => credentialExpiresAt(ways),
    /** Gets a token with a new, empty cache. */
    token: async () =>
      (await credentialFor(toEntraTenantId(tenantId)).getToken(`${simulator.graphBaseUrl}/.default`))?.token,
  }
}

const azure = () => simulator.azure!
/** Stores a new version, and returns the address of the newest one. */
const stored = (name: string, value: string, more: { contentType?: string; expiresOn?: string } = {}) =>
  azure()
    .storeSecret(name, { value, ...more })
    .replace(/\/[^/]+$/, '')
/** What Entra answered, each once. */
const answers = () => Object.keys(simulator.control.stats().tokenRequests.byResult)
/** Counts how often the vault gave out a secret since now. */
function countReads(): () => number {
  const { reads } = azure().vault({})
  return () => azure().vault({}).reads - reads
}

async function certificate(days = 365, keyType: 'rsa' | 'ec' = 'rsa') {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'reader' }], {
    keyType,
    notAfterDate: new Date(Date.now() + days * 86_400_000),
  })
  return { cert, key, pem: `${key}\n${cert}` }
}

test('the managed identity is first, whatever else is set', async () => {
  expect(await app({ federated: true, clientSecret: 'wrong' }).token()).toBeDefined()
  expect(answers()).toEqual(['ok'])
  expect(azure().identity({}).issued).toMatchObject({ 'api://AzureADTokenExchange': 1 })
})

test('what Entra refuses is followed by the next: identity, certificate, secret', async () => {
  azure().credentials({ federated: false, clientSecret: 'right' })
  const { pem } = await certificate()
  const certificateUri = stored('reader-certificate', pem, { contentType: 'application/x-pem-file' })
  const clientSecretUri = stored('reader-secret', 'right')
  expect(await app({ federated: true, certificateUri, clientSecretUri, clientSecret: 'no' }).token()).toBeDefined()
  expect(answers()).toEqual(['401 700211', '401 700027', 'ok'])
})

test('when all are refused, the error is that of the last, and it is for an administrator', async () => {
  azure().credentials({ federated: false })
  const error = await failure(app({ federated: true, clientSecret: 'wrong' }).token())
  expect(error).toMatchObject({ code: 'graph.auth.invalid_client', category: 'needs_administrator' })
  expect(error.message).toContain('AADSTS7000215')
})

test('what is no refusal of the credential does not try the next', async () => {
  simulator.control.addFault({ kind: 'tokenError', code: 65001, count: 1 })
  expect(await failure(app({ federated: true, clientSecret: 'wrong' }).token())).toMatchObject({
    code: 'graph.auth.no_consent',
  })
  expect(answers()).toEqual(['400 65001'])
})

test.each([
  [500, 'graph.auth.unavailable', 'retry_later'],
  [429, 'graph.auth.unavailable', 'retry_later'],
  [400, 'graph.auth.failed', 'needs_administrator'], // App Service does not know this identity
])('an identity endpoint that answers %i is %s, and the secret is not tried', async (status, code, category) => {
  const clientSecretUri = stored('reader-secret', 'x')
  azure().identity({ status })
  for (const settings of [{ federated: true, clientSecret: 'x' }, { clientSecretUri }])
    expect(await failure(app(settings).token())).toMatchObject({ code, category })
  expect(answers()).toEqual([])
})

test('a rotated secret is read anew at once when Entra refuses the old one', async () => {
  const reads = countReads()
  azure().credentials({ clientSecret: 'first' })
  const { token } = app({ clientSecretUri: stored('reader-secret', 'first') })
  expect(await token()).toBeDefined()
  clock.ms += 6_000
  stored('reader-secret', 'second')
  azure().credentials({ clientSecret: 'second' })
  expect(await Promise.all([token(), token(), token()])).not.toContain(undefined)
  expect(reads()).toBe(2)
})

test('a secret is kept for five minutes, and the vault is not asked by every refusal', async () => {
  const reads = countReads()
  azure().credentials({ clientSecret: 'another' })
  const { token } = app({ clientSecretUri: stored('reader-secret', 'wrong') })
  for (let i = 0; i < 4; i++) expect(await failure(token())).toMatchObject({ code: 'graph.auth.invalid_client' })
  expect(reads()).toBe(1)
  clock.ms += 5_001
  await failure(token())
  expect(reads()).toBe(2)
  azure().credentials({ clientSecret: 'wrong' })
  clock.ms += 299_000
  await token()
  expect(reads()).toBe(2)
  clock.ms += 1_001
  await token()
  expect(reads()).toBe(3)
})

test('a certificate is rotated likewise', async () => {
  azure().credentials({ federated: false })
  const [first, second] = [await certificate(), await certificate()]
  azure().credentials({ certificate: first.cert })
  const { token } = app({ certificateUri: stored('reader', first.pem, { contentType: 'application/x-pem-file' }) })
  expect(await token()).toBeDefined()
  clock.ms += 6_000
  stored('reader', second.pem, { contentType: 'application/x-pem-file' })
  azure().credentials({ certificate: second.cert })
  expect(await token()).toBeDefined()
  expect(answers()).toEqual(['ok', '401 700027'])
})

test('a certificate as PKCS#12 is one too', async () => {
  const { cert, pem } = await certificate()
  azure().credentials({ certificate: cert })
  const certificateUri = stored('reader', await pkcs12(pem), { contentType: pkcs12Type })
  expect(await app({ certificateUri }).token()).toBeDefined()
})

test.each<[string, (name: string) => string]>([
  ['is missing', () => `${simulator.url}/secrets/nobody`],
  ['is forbidden', (name) => (azure().vault({ status: 403 }), stored(name, 'x'))],
  ['is disabled', (name) => azure().storeSecret(name, { value: 'x', enabled: false })],
])('a secret that %s is an error for an administrator, and names the remedy', async (_, make) => {
  const error = await failure(app({ clientSecretUri: make('reader-secret') }).token())
  expect(error).toMatchObject({ code: 'graph.auth.secret_unreadable', category: 'needs_administrator' })
  expect(error.message).toContain('Key Vault Secrets User')
})

test('a certificate without its key, or none at all, is an error for an administrator', async () => {
  const { cert } = await certificate()
  const ask = (value: string, contentType?: string) =>
    failure(app({ certificateUri: stored('reader', value, contentType ? { contentType } : {}) }).token())
  for (const error of [await ask(cert), await ask('x'), await ask('AAAA', 'application/x-pkcs12')])
    expect(error).toMatchObject({ code: 'graph.auth.secret_unreadable' })
})

/** A PKCS#12 file without a password, as Key Vault gives it out. */
async function pkcs12(pem: string): Promise<string> {
  await writeFile(join(folder, 'own.pem'), pem)
  return execFileSync('openssl', ['pkcs12', '-export', '-in', join(folder, 'own.pem'), '-passout', 'pass:']).toString(
    'base64',
  )
}

const pkcs12Type = 'application/x-pkcs12'

test.each<[string, () => Promise<{ value: string; contentType?: string }>]>([
  [
    'with an encrypted key',
    async () => {
      const { key, cert } = await certificate()
      const how = { format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' } as const
      return { value: [createPrivateKey(key).export(how), cert].join('') }
    },
  ],
  ['with an EC key', async () => ({ value: (await certificate(365, 'ec')).pem })],
  [
    'with an EC key as PKCS#12',
    async () => ({ value: await pkcs12((await certificate(365, 'ec')).pem), contentType: pkcs12Type }),
  ],
  ['with the key of another', async () => ({ value: (await certificate()).key + (await certificate()).cert })],
  ['of garbage', async () => ({ value: (await certificate()).cert + block('PRIVATE KEY') + block('CERTIFICATE') })],
  ['with a broken key', async () => ({ value: (await certificate()).pem.replace(/\n[^\n]+\n/, '\n') })],
  ['on one line', async () => ({ value: (await certificate()).pem.replaceAll('\n', ' ') })],
  ['that is no PKCS#12', async () => ({ value: 'AAAA'.repeat(20), contentType: pkcs12Type })],
])('a certificate %s is told, the secret is tried, and a mended version is seen at once', async (_, make) => {
  const [good, { value, contentType }] = [await certificate(), await make()]
  azure().credentials({ federated: false, certificate: good.cert, clientSecret: 'right' })
  const certificateUri = stored('reader', value, contentType ? { contentType } : {})
  const alone = app({ certificateUri })
  expect(await failure(alone.token())).toMatchObject({ code: 'graph.auth.secret_unreadable' })
  expect(answers()).toEqual([])
  const withSecret = app({ certificateUri, clientSecretUri: stored('reader-secret', 'right') })
  expect(await withSecret.token()).toBeDefined()
  const trouble = { secret: 'reader', error: expect.objectContaining({ code: 'graph.auth.secret_unreadable' }) }
  expect(withSecret.logged).toEqual([['credential_unreadable', expect.objectContaining(trouble)]])
  expect(JSON.stringify(withSecret.logged)).not.toContain(value.slice(30, 60))
  stored('reader', good.pem)
  expect(await alone.token()).toBeDefined()
})

const block = (kind: string) => `-----BEGIN ${kind}-----\nAAAA\n-----END ${kind}-----\n`

test('while the newest version cannot be opened, the last good one is used, and it is told once', async () => {
  const [good, mended] = [await certificate(20), await certificate(30)]
  azure().credentials({ certificate: good.cert })
  const { token, logged, expiresAt } = app({ certificateUri: stored('reader', good.pem) })
  expect(await token()).toBeDefined()
  stored('reader', 'broken')
  for (let i = 0; i < 3; i++) {
    clock.ms += 300_001
    expect(await token()).toBeDefined()
  }
  expect(logged.map(([event]) => event)).toEqual(['credential_unreadable'])
  expect(Number(expiresAt()) - Date.now()).toBeLessThan(21 * 86_400_000)
  azure().credentials({ certificate: mended.cert })
  stored('reader', mended.pem)
  clock.ms += 5_001
  expect(await token()).toBeDefined()
  expect(answers()).toEqual(['ok'])
})

test('of a PEM that begins with another certificate, that of the key is presented, and its end counts', async () => {
  const [authority, own] = [await certificate(3650), await certificate(20)]
  azure().credentials({ certificate: own.cert })
  const { token, expiresAt } = app({ certificateUri: stored('reader', `${authority.cert}\n${own.key}\n${own.cert}`) })
  expect(await token()).toBeDefined()
  expect(Number(expiresAt()) - Date.now()).toBeLessThan(21 * 86_400_000)
})

test('a vault that is down is transient; what was read before is used until it is back', async () => {
  azure().credentials({ clientSecret: 'right' })
  azure().vault({ status: 503 })
  const { token } = app({ clientSecretUri: stored('reader-secret', 'right') })
  expect(await failure(token())).toMatchObject({ code: 'graph.auth.unavailable', category: 'retry_later' })
  azure().vault({ status: 0 })
  expect(await token()).toBeDefined()
  azure().vault({ status: 503 })
  clock.ms += 600_000
  expect(await token()).toBeDefined()
})

test('it is known when the first of them ends: of a secret its date, of a certificate its own', async () => {
  const soon = new Date(Math.floor(Date.now() / 1000) * 1000 + 40 * 86_400_000)
  const { pem } = await certificate(20)
  const clientSecretUri = stored('reader-secret', 'x', { expiresOn: soon.toISOString() })
  const secretAlone = app({ clientSecretUri })
  const both = app({ clientSecretUri, certificateUri: stored('reader', pem) })
  expect(secretAlone.expiresAt()).toBeNull() // it reads it beside
  await failure(secretAlone.token())
  await failure(both.token())
  expect(secretAlone.expiresAt()).toEqual(soon)
  const days = (Number(both.expiresAt()) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(19)
  expect(days).toBeLessThan(21)
  expect(app({ federated: true }).expiresAt()).toBeNull()
})
