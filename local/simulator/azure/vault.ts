import { randomUUID } from 'node:crypto'
import { identityTenantId } from '../../identity/identities'
import { readToken } from '../../identity/tokens'
import type { JsonObject } from '../json'
import type { AzureAnswer } from './identity-endpoint'

/** A new version of a secret. */
export interface NewSecret {
  value: string
  contentType?: string
  /** ISO 8601. */
  expiresOn?: string
  enabled?: boolean
}

interface Version extends NewSecret {
  version: string
  createdAt: number
}

/** A Key Vault with secrets alone. */
export interface Vault {
  /** Versions by name, the oldest first. */
  secrets: Map<string, Version[]>
  /** Answers each request with this status: 403 as without the role, 503 as in an outage. 0: none. */
  status: number
  /** How often a secret was given out. */
  reads: number
}

export const newVault = (): Vault => ({ secrets: new Map(), status: 0, reads: 0 })

/** Stores a new version. Returns its address. */
export function store(
  vault: Vault,
  name: string,
  secret: NewSecret,
  { origin, now }: Pick<VaultCall, 'origin' | 'now'>,
) {
  const version = randomUUID().replaceAll('-', '')
  const versions = vault.secrets.get(name.toLowerCase()) ?? []
  vault.secrets.set(name.toLowerCase(), [...versions, { ...secret, version, createdAt: now }])
  return `${origin}/secrets/${name}/${version}`
}

interface VaultCall {
  method: string
  origin: string
  /** Decoded path segments. */
  segments: string[]
  authorization: string | undefined
  now: number
}

const resource = 'https://vault.azure.net'

export const isVault = ([first]: string[]) => first === 'secrets'

/** Answers a request for a secret as Key Vault does (its REST reference, "Get Secret"). */
export function serveVault(call: VaultCall, vault: Vault, publicKey: string): AzureAnswer {
  const token = /^Bearer (.+)$/.exec(call.authorization ?? '')?.[1]
  if (token === undefined) return challenge(call.origin, 'AKV10000: Request is missing a Bearer or PoP token.')
  try {
    readToken(publicKey, token, resource, call.now)
  } catch (error) {
    return challenge(call.origin, `AKV10032: Invalid token. ${(error as Error).message}`)
  }
  if (vault.status === 403) return failed(403, 'Forbidden', 'Caller is not authorized to perform action on resource.')
  if (vault.status > 0) return failed(vault.status, 'ServiceUnavailable', 'The service is unavailable.')
  const [, name = '', version = ''] = call.segments
  if (call.method !== 'GET') return failed(405, 'MethodNotAllowed', 'Here secrets are only read.')
  const found = vault.secrets.get(name.toLowerCase())?.findLast((each) => version === '' || each.version === version)
  if (!found) return failed(404, 'SecretNotFound', `A secret with (name/id) ${name} was not found in this key vault.`)
  if (found.enabled === false) return failed(403, 'Forbidden', 'Operation get is not allowed on a disabled secret.')
  vault.reads++
  return { status: 200, body: shown(found, `${call.origin}/secrets/${name}/${found.version}`) }
}

function shown({ value, contentType, expiresOn, createdAt }: Version, id: string): JsonObject {
  const created = Math.floor(createdAt / 1000)
  return {
    value,
    ...(contentType === undefined ? {} : { contentType }),
    id,
    attributes: {
      enabled: true,
      ...(expiresOn === undefined ? {} : { exp: Math.floor(Date.parse(expiresOn) / 1000) }),
      created,
      updated: created,
      recoveryLevel: 'Recoverable',
    },
  }
}

const failed = (status: number, code: string, message: string): AzureAnswer => ({
  status,
  body: { error: { code, message } },
})

/** Says where a token is had, and for what. */
const challenge = (origin: string, message: string): AzureAnswer => ({
  ...failed(401, 'Unauthorized', message),
  headers: {
    'WWW-Authenticate': `Bearer authorization="${origin}/${identityTenantId}", resource="${resource}"`,
  },
})
