import { createHash, randomBytes } from 'node:crypto'
import { type AdministratorName, administrators } from './administrators'
import type { ClaimChanges } from './api-tokens'
import { apiClientId } from './demo-callers'
import type { SigningKeys } from './signing-keys'

/** The role that every member of a tenant has. */
const everybody = 'b79fbf4d-3ef9-4689-8143-76b194e85509'

/** An id token is valid for an hour, whatever is set for access tokens. */
const lifetimeSeconds = 3600

interface SignedIn {
  tid: string
  as: AdministratorName
  nonce: string
}

interface Services {
  keys: SigningKeys
  /** Where Entra is; known once it listens. */
  origin: () => string
  now: () => number
}

/** Issues id tokens of people who sign in to our API's registration, in the form of Entra's v2 tokens with `wids`. */
export class IdTokens {
  readonly #services: Services

  constructor(services: Services) {
    this.#services = services
  }

  issue({ tid, as, nonce }: SignedIn, changes: ClaimChanges = {}): string {
    const { oid, name, wids } = administrators[as]
    const now = Math.floor(this.#services.now() / 1000)
    const issued = now - 300 // as Entra does, so that clocks may differ
    const claims = {
      aud: apiClientId,
      iss: `${this.#services.origin()}/${tid}/v2.0`,
      iat: issued,
      nbf: issued,
      exp: now + lifetimeSeconds,
      name,
      nonce,
      oid,
      preferred_username: `${as}@tenant.example`,
      rh: `1.${randomBytes(32).toString('base64url')}.`,
      sub: createHash('sha256').update(`${tid}/${oid}/${apiClientId}`).digest('base64url'),
      tid,
      uti: randomBytes(16).toString('base64url'),
      ver: '2.0',
      wids: [...wids, everybody],
    }
    return this.#services.keys.sign({ ...claims, ...changes })
  }
}
