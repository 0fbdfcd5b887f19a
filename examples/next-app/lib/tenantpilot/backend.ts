import { signedInUserToken } from '../session'
import { type Client, createClient } from './client'
import { getToken } from './get-token'

/** The API of TenantPilot, called for the signed-in user. A call ends within 10 seconds. */
export function tenantPilot(): Client {
  const baseUrl = process.env.TENANTPILOT_URL
  if (!baseUrl) throw new Error('TENANTPILOT_URL is not set.')
  return createClient({ baseUrl, getToken: async () => getToken(await signedInUserToken()), timeoutMs: 10_000 })
}
