import type { Clock } from '../shared/clock'
import { Metadata, metadataUrl } from './metadata'
import { readJson } from './read-json'
import { toSigningKeys, type SigningKeys } from './signing-keys'

const metadataMs = 24 * 3600_000

/** What the authority published. */
export interface PublishedKeys {
  /** Template of the issuers, with `{tenantid}`. */
  issuer: string
  keys: SigningKeys
  /** When it was read, in milliseconds since the epoch. */
  at: number
}

export interface AuthorityOptions {
  authorityHost: string
  clock: Pick<Clock, 'now'>
  fetch: typeof fetch
}

/**
 * Makes the reader of an authority's keys. Each call reads the keys; the metadata that says where they are is read again
 * after 24 hours, and stays in use when that fails.
 */
export function createReader({ authorityHost, clock, fetch }: AuthorityOptions): () => Promise<PublishedKeys> {
  let known: (Metadata & { at: number }) | undefined
  async function metadata(): Promise<Metadata> {
    if (known && clock.now() - known.at < metadataMs) return known
    try {
      known = { ...Metadata.parse(await readJson(metadataUrl(authorityHost), fetch)), at: clock.now() }
    } catch (error) {
      if (!known) throw error
    }
    return known
  }
  return async () => {
    const { issuer, jwks_uri } = await metadata()
    return { issuer, keys: await toSigningKeys(await readJson(jwks_uri, fetch)), at: clock.now() }
  }
}
