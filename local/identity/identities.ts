import { generateKeyPairSync, randomBytes } from 'node:crypto'

/** A user-assigned managed identity. */
export interface LocalIdentity {
  clientId: string
  /** Object id of its service principal: the subject of its tokens. */
  oid: string
  /** Its name, which is its login in PostgreSQL. */
  name: string
}

/** The tenant in which the identities are. */
export const identityTenantId = 'cccccccc-0000-4000-8000-00000000000c'

/** The identity of the local app. */
export const appIdentity: LocalIdentity = {
  clientId: 'dddddddd-0000-4000-8000-00000000000d',
  oid: 'eeeeeeee-0000-4000-8000-00000000000e',
  name: 'tenantpilot-local',
}

/** The keys that sign and check the tokens of identities, in PEM. */
export interface IdentityKeys {
  privateKey: string
  publicKey: string
}

/** Makes new keys. */
export function makeIdentityKeys(): IdentityKeys {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

/** Makes what an app must show where tokens are given out (`IDENTITY_HEADER`). */
export const makeIdentityHeader = () => randomBytes(16).toString('hex')
