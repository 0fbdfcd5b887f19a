import type * as keyVault from '@azure/keyvault-secrets'
import type { Clock } from '../../shared/clock'
import { AppError, toSafeError } from '../../shared/errors'
import { isLocal } from '../../shared/local-address'
import type { Log } from '../../shared/log'
import { oneAtATime } from '../../shared/repeated-work'
import type { Identity } from './identity'

/** What a vault says of a secret. */
export interface StoredSecret {
  value: string
  /** Of a certificate: its form. */
  contentType: string | undefined
  version: string
  expiresOn: Date | null
}

/** What was made of one version of a secret. */
export interface Opened<T> {
  version: string
  content: T
}

/** A secret of Key Vault, read again every five minutes. */
export interface VaultSecret<T> {
  /**
   * Reads the secret. While the vault is down, or the newest version cannot be opened, the last good one is given. Throws
   * `graph.auth.unavailable`, and `graph.auth.secret_unreadable` when the vault refuses or has none that can be opened.
   */
  get(): Promise<Opened<T>>
  /** Looks whether the vault has another version than this one, at most every five seconds. Throws as `get` does. */
  hasOther(version: string): Promise<boolean>
  /** What was read last, and reads it anew beside when it is old. Null: nothing was read yet. */
  peek(): Opened<T> | null
}

interface Deps<T> {
  credential: Identity
  clock: Pick<Clock, 'now'>
  /** Is told once of each version that cannot be opened. */
  log: Log
  /** Makes of a secret what it is for. Throws an `AppError` when it is not fit for that. */
  open(secret: StoredSecret): T
}

/** Milliseconds. */
const keepMs = 5 * 60_000
const lookAtMostEveryMs = 5_000
const patienceMs = 10_000

/** Makes the reader of `uri`, the address of a secret with or without a version. Loads the SDK when it first reads. */
export function createVaultSecret<T>(uri: string, { credential, clock, log, open }: Deps<T>): VaultSecret<T> {
  const { origin, pathname } = new URL(uri)
  const [, , name = '', version = ''] = pathname.split('/')
  let client: keyVault.SecretClient | undefined
  let kept: { opened: Opened<T>; readAt: number; forMs: number } | undefined
  let told: string | undefined

  async function fetch(): Promise<StoredSecret> {
    try {
      client ??= openVault(origin, credential)
      const options = { abortSignal: AbortSignal.timeout(patienceMs), ...(version ? { version } : {}) }
      const { value = '', properties } = await client.getSecret(name, options)
      const { contentType, version: found = '', expiresOn = null } = properties
      return { value, contentType, version: found, expiresOn }
    } catch (error) {
      throw toVaultError(error)
    }
  }

  const read = oneAtATime(async () => {
    const secret = await fetch()
    try {
      kept = { opened: { version: secret.version, content: open(secret) }, readAt: clock.now(), forMs: keepMs }
    } catch (error) {
      tell(secret.version, error)
      if (!kept) throw error
      // a mended version is seen soon
      kept = { ...kept, readAt: clock.now(), forMs: lookAtMostEveryMs }
    }
    return kept.opened
  })

  function tell(unreadable: string, error: unknown) {
    if (told !== unreadable)
      log('credential_unreadable', { secret: name, version: unreadable, error: toSafeError(error) })
    told = unreadable
  }

  async function get(): Promise<Opened<T>> {
    if (!kept) return read()
    const { opened, readAt, forMs } = kept
    if (clock.now() - readAt < forMs) return opened
    return read().catch((error: unknown) => {
      if (error instanceof AppError && error.category === 'retry_later') return opened
      throw error
    })
  }

  return {
    get,
    peek() {
      void get().catch(() => {})
      return kept?.opened ?? null
    },
    async hasOther(used) {
      const isFresh = kept && clock.now() - kept.readAt < lookAtMostEveryMs
      const opened = kept && (isFresh || kept.opened.version !== used) ? kept.opened : await read()
      return opened.version !== used
    },
  }
}

function openVault(url: string, credential: Identity): keyVault.SecretClient {
  const { SecretClient }: typeof keyVault = require('@azure/keyvault-secrets')
  return new SecretClient(url, credential, {
    retryOptions: { maxRetries: 1, retryDelayInMs: 500 },
    // the SDK gives the token only to a vault below the resource that it names; one of this machine is below none
    disableChallengeResourceVerification: isLocal(url),
  })
}

/** Too much at once, or too slow: these pass by themselves, other refusals do not. */
const passing = [408, 429]

function toVaultError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  const { statusCode = 0 } = (cause ?? {}) as { statusCode?: number }
  if (statusCode >= 400 && statusCode < 500 && !passing.includes(statusCode))
    return new AppError('graph.auth.secret_unreadable', { cause })
  return new AppError('graph.auth.unavailable', { message: 'Key Vault is temporarily unavailable.', cause })
}
