import type { JsonObject } from '../json'

/** The answer of `{tenant}/v2.0/.well-known/openid-configuration`. */
export function openidConfiguration(origin: string, tenant: string): JsonObject {
  const base = `${origin}/${tenant}`
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    jwks_uri: `${isForAll(tenant) ? `${origin}/common` : base}/discovery/v2.0/keys`,
    response_types_supported: ['code', 'id_token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    // the text {tenantid} itself, where the tenant is known only from the token
    issuer: `${origin}/${isForAll(tenant) ? '{tenantid}' : tenant}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    tenant_region_scope: isForAll(tenant) ? null : 'EU',
  }
}

/** True for the names under which Entra describes itself for every tenant at once. */
export const isForAll = (tenant: string) => ['common', 'organizations'].includes(tenant.toLowerCase())

/** The answer of `discovery/instance`. */
export function discovery(origin: string): JsonObject {
  const { host } = new URL(origin)
  return {
    tenant_discovery_endpoint: `${origin}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  }
}
