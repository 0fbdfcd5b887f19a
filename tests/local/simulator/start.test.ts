import { X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificates } from '../../../local/simulator/certificates'
import { startComponent } from '../../../local/component'
import type { SimulatorInfo } from '../../../local/simulator/main'
import { list, start, tenantId } from './harness'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-start-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the certificate is for localhost only, and the authority is kept', async () => {
  const first = await certificates(folder)
  const leaf = new X509Certificate(first.cert)
  const ca = new X509Certificate(readFileSync(first.caFile))
  expect(leaf.verify(ca.publicKey)).toBe(true)
  expect({ ca: ca.ca, leaf: leaf.ca, names: leaf.subjectAltName }).toEqual({
    ca: true,
    leaf: false,
    names: 'DNS:localhost, IP Address:127.0.0.1',
  })
  expect(await certificates(folder)).toEqual(first)
})

test('only the owner can read the key, and an invalid folder gets new certificates', async () => {
  const first = await certificates(folder)
  expect(statSync(join(folder, 'localhost-key.pem')).mode & 0o777).toBe(0o600)
  writeFileSync(join(folder, 'ca.pem'), 'nonsense')
  const second = await certificates(folder)
  expect(second.cert).not.toBe(first.cert)
  expect(new X509Certificate(second.cert).verify(new X509Certificate(readFileSync(second.caFile)).publicKey)).toBe(true)
})

test('a port in use is an error', async () => {
  const { port } = await start()
  await expect(start({ port })).rejects.toThrow(`Port ${port} is taken`)
})

test('a client without the authority does not trust the simulator', async () => {
  const { url } = await start()
  const error = new Promise<NodeJS.ErrnoException>((resolve) => request(url).once('error', resolve).end())
  expect((await error).code).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED|UNABLE_TO_GET_ISSUER/)
})

test('a restarted simulator accepts its earlier tokens', async () => {
  const tenants = [{ entraTenantId: tenantId, policies: 8, seed: 1 }]
  const first = await start({ tenants })
  const token = String((await first.token()).json.access_token)
  await first.stop()
  const second = await start({ tenants })
  expect((await second.get(list, token)).status).toBe(200)
})

const main = join(__dirname, '../../../dist/local/simulator/main.js')
const described = existsSync(main) ? describe : describe.skip
const why = existsSync(main) ? '' : ' (skipped: not built)'
if (why !== '') process.stdout.write(`a simulator process${why}\n`)

described(`a simulator process${why}`, () => {
  test('reports its addresses and stops when told to', async () => {
    const options = { port: 0, certificates: folder, tenants: [{ entraTenantId: tenantId, policies: 4, seed: 1 }] }
    const component = await startComponent<SimulatorInfo>(main, options)
    const { info } = component
    expect(info).toMatchObject({
      url: `https://127.0.0.1:${info.port}`,
      graphBaseUrl: info.url,
      authorityHost: info.url,
      caFile: join(folder, 'ca.pem'),
      clientId: expect.any(String),
      clientSecret: expect.any(String),
      loaded: {},
    })
    const status = new Promise((resolve, reject) => {
      const ca = readFileSync(info.caFile)
      request(`${info.url}/_sim/stats`, { ca }, (response) => resolve(response.resume().statusCode)).once('error', reject).end() // prettier-ignore
    })
    expect(await status).toBe(200)
    await component.stop()
    expect(await component.exited).toBe(0)
  })

  test('reports its own error message', async () => {
    const options = {
      port: 0,
      certificates: folder,
      tenants: [{ entraTenantId: tenantId, data: join(folder, 'none') }],
    }
    await expect(startComponent(main, options)).rejects.toThrow('There is no folder')
  })
})
