import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { createManagedIdentity } from '../../../src/managed-identity'
import { systemClock } from '../../../src/shared/clock'
import { fakeEntra, issued } from '../support/entra'
import { credentialsOf, failure, TENANT } from '../support/open'
import { startServer } from '../support/server'

const scope = 'https://graph.example.test/.default'
const without = { clientSecret: undefined }

test('without a secret the certificate signs an assertion', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graph-certificate-'))
  try {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'app' }])
    const certificatePath = join(folder, 'app.pem')
    await writeFile(certificatePath, `${key}\n${cert}`)
    const fake = fakeEntra(() => issued('by-certificate'))

    const token = await credentialsOf({ ...without, certificatePath }, fake)(TENANT).getToken(scope)
    expect(token?.token).toBe('by-certificate')
    expect(fake.tokenRequests[0]?.get('client_assertion')?.split('.')).toHaveLength(3)
    expect(fake.tokenRequests[0]?.has('client_secret')).toBe(false)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('without secret and certificate, the managed identity’s token is the assertion; a refused identity is an error', async () => {
  const expires_on = String(Math.floor(Date.now() / 1000) + 3_600)
  const identityToken = { access_token: 'identity-token', expires_on, token_type: 'Bearer', resource: 'x' }
  await using platform = await startServer(({ url }) =>
    url.includes('client_id=known') ? { json: identityToken } : { status: 400, json: { error: 'invalid_request' } },
  )
  const before = process.env
  process.env = { ...before, IDENTITY_ENDPOINT: `${platform.url}/msi/token`, IDENTITY_HEADER: 'header' }
  try {
    const fake = fakeEntra(() => issued('by-identity'))
    const ask = (clientId: string) =>
      credentialsOf(
        { ...without, federated: true },
        fake,
        createManagedIdentity(clientId, systemClock),
      )(TENANT).getToken(scope)

    expect((await ask('known'))?.token).toBe('by-identity')
    expect(fake.tokenRequests[0]?.get('client_assertion')).toBe('identity-token')
    expect(platform.received[0]?.url).toContain('resource=api%3A%2F%2FAzureADTokenExchange')

    expect(await failure(ask('unknown'))).toMatchObject({ code: 'graph.auth.failed' })
    expect(fake.tokenRequests).toHaveLength(1)
  } finally {
    process.env = before
  }
})
