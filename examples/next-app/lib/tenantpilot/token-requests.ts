import { UnreachableError } from './api-error'
import { fetchText } from './fetch-text'
import type { Token } from './token-cache'

/** No token was given, and asking again will not help. The message has no secret. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
}

/** As whom tokens are asked for, and where. */
export interface TokenSettings {
  /** Client id of TenantPilot's own registration: tokens are made for it. */
  apiClientId: string
  /** The Entra tenant of this app's registration. */
  tenantId: string
  /** Client id of this app, or of its user-assigned managed identity. */
  clientId: string
  clientSecret: string
  authorityHost: string
  /** Where the platform gives tokens to managed identities; empty: at the address of virtual machines. */
  identityEndpoint: string
  identityHeader: string
  imdsHost: string
}

/** Reads the settings by the names that Azure's own libraries use. Throws `TokenError` without `TENANTPILOT_CLIENT_ID`. */
export function readTokenSettings(environment: Record<string, string | undefined>): TokenSettings {
  const apiClientId = environment.TENANTPILOT_CLIENT_ID
  if (!apiClientId) throw new TokenError('TENANTPILOT_CLIENT_ID is not set.')
  return {
    apiClientId,
    tenantId: environment.AZURE_TENANT_ID ?? '',
    clientId: environment.AZURE_CLIENT_ID ?? '',
    clientSecret: environment.AZURE_CLIENT_SECRET ?? '',
    authorityHost: environment.AZURE_AUTHORITY_HOST || 'https://login.microsoftonline.com',
    identityEndpoint: environment.IDENTITY_ENDPOINT ?? '',
    identityHeader: environment.IDENTITY_HEADER ?? '',
    imdsHost: environment.AZURE_POD_IDENTITY_AUTHORITY_HOST || 'http://169.254.169.254',
  }
}

/** Changes the token of a user of this app into one for TenantPilot. */
export const forUser = (settings: TokenSettings, userToken: string, now: () => number): Promise<Token> =>
  fromEntra(settings, now, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    assertion: userToken,
  })

export const byClientSecret = (settings: TokenSettings, now: () => number): Promise<Token> =>
  fromEntra(settings, now, { grant_type: 'client_credentials' })

function fromEntra(settings: TokenSettings, now: () => number, grant: Record<string, string>): Promise<Token> {
  const { authorityHost, tenantId, clientId, clientSecret, apiClientId } = settings
  if (!tenantId || !clientId || !clientSecret)
    throw new TokenError('AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET must be set.')
  const url = `${authorityHost.replace(/\/$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`
  const scope = `api://${apiClientId}/.default`
  const body = new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret, scope })
  return requestToken(url, { method: 'POST', body }, now)
}

/** Asks App Service, or the metadata service of a virtual machine, for a token of its managed identity. */
export function byManagedIdentity(settings: TokenSettings, now: () => number): Promise<Token> {
  const { identityEndpoint, identityHeader, imdsHost, apiClientId, clientId } = settings
  const url = new URL(identityEndpoint || `${imdsHost}/metadata/identity/oauth2/token`)
  url.searchParams.set('api-version', identityEndpoint ? '2019-08-01' : '2018-02-01')
  url.searchParams.set('resource', `api://${apiClientId}`)
  if (clientId) url.searchParams.set('client_id', clientId)
  const headers: Record<string, string> = identityEndpoint
    ? { 'x-identity-header': identityHeader }
    : { metadata: 'true' }
  return requestToken(url, { headers }, now)
}

interface TokenAnswer {
  access_token?: string
  /** In seconds. */
  expires_in?: number | string
  /** In seconds since 1970: App Service says nothing else. */
  expires_on?: number | string
  error?: string
  error_codes?: number[]
}

async function requestToken(url: string | URL, request: RequestInit, now: () => number): Promise<Token> {
  const signal = AbortSignal.timeout(10_000)
  const { response, text } = await fetchText(url, { ...request, signal }).catch((error: unknown) => {
    throw new UnreachableError(error, 'The token endpoint')
  })
  const answer = readAnswer(text)
  const { access_token: value, expires_in: seconds, expires_on: until } = answer
  const expiresAt = seconds === undefined ? Number(until) * 1000 : now() + Number(seconds) * 1000
  if (response.ok && value && Number.isFinite(expiresAt)) return { value, expiresAt }
  const codes = answer.error_codes?.map((code) => `AADSTS${code}`).join(', ')
  const why = `status ${response.status}, ${codes ?? answer.error ?? 'without a reason'}`
  if (response.status === 429 || response.status >= 500)
    throw new UnreachableError(new Error(why), 'The token endpoint')
  throw new TokenError(`No token was given: ${why}.`)
}

function readAnswer(text: string): TokenAnswer {
  try {
    return Object(JSON.parse(text)) as TokenAnswer
  } catch {
    return {}
  }
}
