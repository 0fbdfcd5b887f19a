import { createHash, randomBytes } from 'node:crypto'
import type { JsonObject } from '../json'
import { apiClientId, type DemoCaller } from './demo-callers'
import type { SigningKeys } from './signing-keys'

/** Claims to set; `undefined` removes one. */
export type ClaimChanges = Readonly<Record<string, unknown>>

/** What shall be wrong with a token. */
export interface TokenFlaws {
  /** It expired an hour ago. */
  expired?: boolean
  /** It is for another app: its audience. */
  audience?: string
}

/** What Azure's own command line is called in Entra: people get their token through it. */
const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

/** Entra's tokens say that they were issued five minutes ago, so that clocks may differ. */
const earlierSeconds = 300

/** In seconds. */
const hour = 3600

interface Services {
  keys: SigningKeys
  /** Where Entra is; known once it listens. */
  origin: () => string
  now: () => number
  /** The lifetime of a token, in seconds. */
  seconds: () => number
}

/** Issues access tokens for our own API, in the form of Entra's v2 tokens. Graph has others. */
export class ApiTokens {
  readonly #services: Services

  constructor(services: Services) {
    this.#services = services
  }

  /** Returns a caller's token. With another `tid` or `oid`, what Entra derives from them is that one's too. */
  issue(caller: DemoCaller, changes: ClaimChanges = {}): string {
    const { tid, oid } = { tid: caller.tid, oid: caller.oid, ...changes }
    const now = Math.floor(this.#services.now() / 1000)
    const issued = now - earlierSeconds
    const claims = {
      aud: apiClientId,
      iss: `${this.#services.origin()}/${tid}/v2.0`,
      iat: issued,
      nbf: issued,
      exp: now + this.#services.seconds(),
      aio: opaque(48),
      ...claimsOf(caller, tid, oid),
      ...(caller.appRoles.length > 0 && { roles: caller.appRoles }),
      oid,
      tid,
      rh: `1.${opaque(32)}.`,
      uti: opaque(16),
      ver: '2.0',
    }
    return this.#services.keys.sign({ ...claims, ...changes })
  }

  /** Returns a caller's token and when it expires, as ISO 8601. */
  fetch(caller: DemoCaller, { expired, audience }: TokenFlaws = {}): { accessToken: string; expiresOn: string } {
    const now = Math.floor(this.#services.now() / 1000)
    const exp = expired ? now - hour : now + this.#services.seconds()
    const issued = exp - hour - earlierSeconds
    const changes = {
      exp,
      ...(expired && { iat: issued, nbf: issued }),
      ...(audience !== undefined && { aud: audience }),
    }
    return { accessToken: this.issue(caller, changes), expiresOn: new Date(exp * 1000).toISOString() }
  }
}

/** What tells a person, who signed in through a public client, from a service, which showed its secret. */
function claimsOf(caller: DemoCaller, tid: string, oid: string): JsonObject {
  if (caller.kind === 'service') return { azp: caller.clientId, azpacr: '1', idtyp: 'app', sub: oid }
  const { name, username } = caller
  const subject = createHash('sha256').update(`${tid}/${oid}/${apiClientId}`).digest('base64url')
  return { azp: azureCli, azpacr: '0', name, preferred_username: username, scp: 'access_as_user', sub: subject }
}

/** What nobody but Entra can read. */
const opaque = (bytes: number) => randomBytes(bytes).toString('base64url')
