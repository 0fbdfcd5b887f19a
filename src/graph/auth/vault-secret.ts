import type * as keyVault from '@azure/keyvault-secrets'
import type { Clock } from '../../shared/clock'
import { AppError } from '../../shared/errors'
import { isLocal } from '../../shared/local-address'
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

/** A secret of Key Vault, read again every five minutes. */
export interface VaultSecret {
  /**
   * Reads the secret. While the vault is down, one that was read before is given. Throws `graph.auth.unavailable`, and
   * `graph.auth.secret_unreadable` when the vault refuses or does not have it.
   */
  get(): Promise<StoredSecret>
  /** Looks whether the vault has another version than this one, at most every five seconds. Throws as `get` does. */
  hasOther(version: string): Promise<boolean>
  /** What was read last, and reads it anew beside when it is older than five minutes. Null: nothing was read yet. */
  peek(): StoredSecret | null
}

interface Deps {
  credential: Identity
  clock: Pick<Clock, 'now'>
}

/** Milliseconds. */
const keepMs = 5 * 60_000
const lookAtMostEveryMs = 5_000
const patienceMs = 10_000

/** Makes the reader of `uri`, the address of a secret with or without a version. Loads the SDK when it first reads. */
export function createVaultSecret(uri: string, { credential, clock }: Deps): VaultSecret {
  const { origin, pathname } = new URL(uri)
  const [, , name = '', version = ''] = pathname.split('/')
  let client: keyVault.SecretClient | undefined
  let kept: { secret: StoredSecret; readAt: number } | undefined

  const read = oneAtATime(async () => {
    try {
      client ??= openVault(origin, credential)
      const options = { abortSignal: AbortSignal.timeout(patienceMs), ...(version ? { version } : {}) }
      const { value = '', properties } = await client.getSecret(name, options)
      const { contentType, version: found = '', expiresOn = null } = properties
      kept = { secret: { value, contentType, version: found, expiresOn }, readAt: clock.now() }
      return kept.secret
    } catch (error) {
      throw toVaultError(error)
    }
  })

  async function get(): Promise<StoredSecret> {
    if (!kept) return read()
    if (clock.now() - kept.readAt < keepMs) return kept.secret
    const { secret } = kept
    return read().catch((error: unknown) => {
      if (error instanceof AppError && error.category === 'retry_later') return secret
      throw error
    })
  }

  return {
    get,
    peek() {
      void get().catch(() => {})
      return kept?.secret ?? null
    },
    async hasOther(used) {
      const isFresh = kept && clock.now() - kept.readAt < lookAtMostEveryMs
      const secret = kept && (isFresh || kept.secret.version !== used) ? kept.secret : await read()
      return secret.version !== used
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
