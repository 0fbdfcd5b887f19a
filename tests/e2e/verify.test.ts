import { policyTypes } from '../../src/intune/policy-types/registry'
import { type Backend, startBackend } from '../support/backend'

let backend: Backend
let tenant: string
beforeAll(async () => {
  backend = await startBackend()
  tenant = backend.database.tenant.entraTenantId
})
afterAll(() => backend.stop())

const ofTypes = [...new Set(policyTypes.map(({ permission }) => permission))]
const others = ['GroupMember.Read.All', 'Organization.Read.All']
const whats = ['organization', 'subscribedSkus', 'groups', 'filters', ...policyTypes.map(({ source }) => source)]
const unreadable = (run: { result: { reads: { readable: boolean }[] } }) =>
  run.result.reads.filter(({ readable }) => !readable)

test('a tenant that is set up is verified: its name, licences, permissions, and everything can be read', async () => {
  const permissions = [...ofTypes, ...others].toSorted()
  backend.simulator.control.roles(tenant, permissions)
  const run = await backend.sync('verify')
  expect(run).toMatchObject({ operation: 'tenant.verify', status: 'succeeded', error: null })
  expect(run.result).toEqual({
    displayName: expect.stringMatching(/./),
    licences: ['SIMULATED_SUITE'],
    permissions,
    reads: whats.map((what) => ({ what, readable: true, code: null, missing: null })),
  })
  expect(run.counts).toMatchObject({ total: whats.length, succeeded: whats.length, settings: 0 })
  expect(run.graph).toMatchObject({ requests: whats.length, pages: whats.length })
})

test('what is missing is told, and that it was granted counts at once', async () => {
  const { control } = backend.simulator
  control.roles(tenant, others)
  control.revokeTokens()
  const without = await backend.sync('verify')
  expect(without).toMatchObject({ status: 'partial', error: { code: 'graph.forbidden' } })
  const named = unreadable(without) as unknown as { missing: { kind: string; name: string } }[]
  expect(named.length).toBeGreaterThanOrEqual(6)
  expect(new Set(named.map(({ missing }) => missing.kind))).toEqual(new Set(['permission']))
  control.roles(tenant, [...ofTypes, ...others])
  control.licence(tenant, 'intents', false)
  const unlicensed = await backend.sync('verify')
  control.licence(tenant, 'intents', true)
  const missing = { kind: 'licence', name: 'INTUNE_A' }
  expect(unreadable(unlicensed).filter((read) => 'what' in read && read.what === 'intents')).toMatchObject([
    { missing },
  ])
})

test('no secret and no token is in the run', async () => {
  const run = JSON.stringify(await backend.sync('verify'))
  expect(run).not.toContain(backend.simulator.clientSecret)
  expect(run).not.toMatch(/eyJ[\w-]+\.[\w-]+/)
})
