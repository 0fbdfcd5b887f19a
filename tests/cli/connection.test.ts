import { connectFrom } from '../../cli/connection'
import { UsageError } from '../../cli/usage'
import { readTenantKey } from '../../src/http/requests'

const env = { TENANTPILOT_URL: 'https://x.example', TENANTPILOT_TOKEN: 'a.b.c' }
const accepts = (tenant: string) => connectFrom(env, { tenant }).tenantId === tenant

test.each(['a', 'app-key', 'a.b_C-1', '...', 'x'.repeat(128)])('%j names a tenant, here and for the API', (tenant) => {
  expect(accepts(tenant)).toBe(true)
  expect(readTenantKey(tenant)).toBe(tenant)
})

test.each([' a', 'a/b', '%2e', 'ä', 'a\n', '?', 'x'.repeat(129)])(
  '%j names no tenant, here nor for the API',
  (tenant) => {
    expect(() => accepts(tenant)).toThrow(UsageError)
    expect(() => readTenantKey(tenant)).toThrow(expect.objectContaining({ code: 'tenant.invalid_id' }))
  },
)

test.each(['https://x.example', 'https://x.example/', 'https://x.example/api', 'https://x.example//api//'])(
  '%j is the address of the app',
  (url) => expect(connectFrom({ ...env, TENANTPILOT_URL: url }, { tenant: 't' }).url).toBe('https://x.example'),
)

test('only the last part of an address is taken for that of the API', () => {
  expect(connectFrom(env, { url: 'https://x.example/api/v/myapi', tenant: 't' }).url).toBe(
    'https://x.example/api/v/myapi',
  )
})

test.each(['.', '..'])('%j would leave the path of the tenant', (tenant) => {
  expect(() => accepts(tenant)).toThrow(UsageError)
  expect(() => connectFrom({ ...env, TENANTPILOT_TENANT: tenant }, {})).toThrow(UsageError)
})

test('the token of the environment is used as it is, without the space around it', async () => {
  const { token } = connectFrom({ ...env, TENANTPILOT_TOKEN: ' eyJ-_1.eyJ2.c2ln \n' }, { tenant: 't' })
  expect(await token()).toBe('eyJ-_1.eyJ2.c2ln')
})

test.each([
  'hunter2',
  'hunter2.b',
  'Bearer hunter2.b.c',
  'hunter2.b.c.d',
  'hunter2.b.',
  'hunter2.b\n.c',
  'hunter2.ü.c',
])('%j is no token, and is not repeated', (given) => {
  const connect = () => connectFrom({ ...env, TENANTPILOT_TOKEN: given }, { tenant: 't' })
  expect(connect).toThrow(UsageError)
  expect(connect).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }))
})
