import { randomUUID } from 'node:crypto'
import { identityTenantId, type IdentityKeys, type LocalIdentity } from '../../identity/identities'
import { signToken } from '../../identity/tokens'
import type { JsonObject } from '../json'

/** What gives out the tokens of managed identities, and how it behaves. */
export interface IdentityEndpoint {
  keys: IdentityKeys
  /** What a request must show in `X-IDENTITY-HEADER`. */
  header: string
  identities: readonly LocalIdentity[]
  /** Life of a token in seconds. Azure's live for a day. */
  seconds: number
  /** Milliseconds that each answer waits. */
  delayMs: number
  /** Answers each request with this status. 0: none. */
  status: number
  /** Tokens given out so far, by resource. */
  issued: Record<string, number>
}

export interface AzureAnswer {
  status: number
  body: JsonObject
  headers?: Record<string, string>
}

interface IdentityCall {
  origin: string
  /** Path and query as sent. */
  url: string
  header: string | undefined
  now: number
}

const apiVersion = '2019-08-01'

/** For what there are tokens. Case and slashes at the end do not count. */
const resources: ReadonlySet<string> = new Set([
  'api://azureadtokenexchange',
  'https://servicebus.azure.net',
  'https://ossrdbms-aad.database.windows.net',
  'https://vault.azure.net',
  'https://monitor.azure.com',
])

/** The path of the endpoint, as segments. */
export const isIdentityEndpoint = ([first, second]: string[]) => first === 'msi' && second === 'token'

/** Who issues the tokens of identities, where the simulator is at `origin`. */
export const identityIssuer = (origin: string) => `${origin}/${identityTenantId}/v2.0`

/**
 * Answers a request for a token as App Service does ("Use managed identities for App Service and Azure Functions", REST endpoint
 * reference). Unlike Azure it makes a new token each time.
 */
export function giveToken(call: IdentityCall, endpoint: IdentityEndpoint): AzureAnswer {
  if (endpoint.status > 0) return refused(endpoint.status, 'The identity endpoint is told to refuse.')
  if (call.header !== endpoint.header) return refused(401, 'The identity header is missing or wrong.')
  const query = new URL(call.url, call.origin).searchParams
  if (query.get('api-version') !== apiVersion) return refused(400, `The api-version must be ${apiVersion}.`)
  const resource = query.get('resource') ?? ''
  const clientId = query.get('client_id')
  const identity = endpoint.identities.find((each) => each.clientId === clientId?.toLowerCase())
  // so it also answers who names none, where all identities are user-assigned
  if (!identity) return refused(400, 'Unable to load the proper Managed Identity.')
  const bare = resource.replace(/\/+$/, '')
  if (!resources.has(bare.toLowerCase())) return refused(400, `The resource principal named ${resource} was not found.`)
  const { seconds, keys } = endpoint
  const content = { identity, audience: resource, issuer: identityIssuer(call.origin), now: call.now, seconds }
  endpoint.issued[bare] = (endpoint.issued[bare] ?? 0) + 1
  return {
    status: 200,
    body: {
      access_token: signToken(keys.privateKey, content),
      expires_on: String(Math.floor(call.now / 1000) + seconds),
      resource,
      token_type: 'Bearer',
      client_id: identity.clientId,
    },
  }
}

const refused = (statusCode: number, message: string): AzureAnswer => ({
  status: statusCode,
  body: { statusCode, message, correlationId: randomUUID() },
})
