import { connectFrom } from '../../cli/connection'
import { UsageError } from '../../cli/usage'
import { readTenantKey } from '../../src/http/requests'

const env = { TENANTPILOT_URL: 'https://x.example', TENANTPILOT_KEY: 'k' }
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

test.each(['.', '..'])('%j would leave the path of the tenant', (tenant) => {
  expect(() => accepts(tenant)).toThrow(UsageError)
  expect(() => connectFrom({ ...env, TENANTPILOT_TENANT: tenant }, {})).toThrow(UsageError)
})
