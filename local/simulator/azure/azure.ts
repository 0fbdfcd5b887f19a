import { setTimeout as delay } from 'node:timers/promises'
import { appIdentity, type IdentityKeys } from '../../identity/identities'
import {
  type AzureAnswer,
  giveToken,
  type IdentityEndpoint,
  identityIssuer,
  isIdentityEndpoint,
} from './identity-endpoint'
import type { Registration } from '../entra/endpoints'
import { isVault, type NewSecret, newVault, serveVault, store, type Vault } from './vault'

/** How the identity endpoint behaves, and what it did. */
export type IdentityBehaviour = Pick<IdentityEndpoint, 'seconds' | 'delayMs' | 'status'>

/** What Entra takes from the registration that reads Graph. */
export interface Credentials {
  clientSecret?: string
  /** PEM. Null: none. */
  certificate?: string | null
  /** False: the managed identity is no federated credential of it. */
  federated?: boolean
}

interface AzureOptions {
  keys: IdentityKeys
  header: string
  /** Default: a day. */
  seconds?: number
  registration: Registration
  now: () => number
}

interface AzureCall {
  method: string
  origin: string
  segments: string[]
  url: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What stands beside Entra and Graph: tokens of the managed identity, and a vault. */
export class Azure {
  readonly #endpoint: IdentityEndpoint
  readonly #vault: Vault = newVault()
  readonly #registration: Registration
  readonly #now: () => number
  /** Where the simulator is; known once it listens. */
  origin = ''

  constructor({ keys, header, seconds = 86_400, registration, now }: AzureOptions) {
    this.#endpoint = { keys, header, identities: [appIdentity], seconds, delayMs: 0, status: 0, issued: {} }
    this.#registration = registration
    this.#now = now
  }

  /** Answers a request of these two. Undefined: it is for another part. */
  async serve({ method, origin, segments, url, headers }: AzureCall): Promise<AzureAnswer | undefined> {
    const now = this.#now()
    const text = (name: string) => [headers[name]].flat()[0]
    if (isIdentityEndpoint(segments)) {
      await delay(this.#endpoint.delayMs)
      return giveToken({ origin, url, header: text('x-identity-header'), now }, this.#endpoint)
    }
    if (!isVault(segments)) return undefined
    const call = { method, origin, segments, authorization: text('authorization'), now }
    return serveVault(call, this.#vault, this.#endpoint.keys.publicKey)
  }

  /** Changes how tokens are given out. Returns that, and how many were by resource. */
  identity(changes: Partial<IdentityBehaviour>): IdentityBehaviour & Pick<IdentityEndpoint, 'issued'> {
    const { seconds, delayMs, status, issued } = Object.assign(this.#endpoint, changes)
    return { seconds, delayMs, status, issued }
  }

  /** Stores a new version of a secret. Returns its address; without its last part it is the address of the newest. */
  storeSecret(name: string, secret: NewSecret): string {
    return store(this.#vault, name, secret, { origin: this.origin, now: this.#now() })
  }

  /** Makes the vault answer with a status: 403, 503; 0: as it should. Returns how often it gave out a secret. */
  vault({ status }: { status?: number }): { status: number; reads: number } {
    if (status !== undefined) this.#vault.status = status
    const { status: now, reads } = this.#vault
    return { status: now, reads }
  }

  /** Changes what Entra takes; returns whether it takes a certificate and the managed identity. Tokens that were given out stay good. */
  credentials({ clientSecret, certificate, federated }: Credentials): { certificate: boolean; federated: boolean } {
    const { trust } = this.#registration
    if (clientSecret !== undefined) this.#registration.clientSecret = clientSecret
    if (certificate === null) delete trust.certificate
    else if (certificate !== undefined) trust.certificate = certificate
    if (federated === false) delete trust.federated
    if (federated === true) {
      const { publicKey } = this.#endpoint.keys
      trust.federated = { issuer: identityIssuer(this.origin), subject: appIdentity.oid, publicKey }
    }
    return { certificate: trust.certificate !== undefined, federated: trust.federated !== undefined }
  }
}
