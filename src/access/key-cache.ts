import { AppError } from '../shared/errors'
import type { Log } from '../shared/log'
import { withTimeout } from '../shared/timeout'
import { createReader, type AuthorityOptions, type PublishedKeys } from './published-keys'

/** In milliseconds: keys younger than this are used as they are. */
const freshMs = 10 * 60_000
/** Older ones, after a pause without requests, are refreshed before they are used: one of them may have been withdrawn. */
const idleMs = 20 * 60_000
/** Still older ones are not used any more. */
const oldestMs = 24 * 3600_000
/** How long a request waits for keys. */
const patienceMs = 2_000
/** Between two reads, while keys are known: whoever sends unknown key ids causes no more reads. */
const pauseMs = 30_000
/** Between two reads, while none are known. */
const firstPauseMs = 5_000

/** Finds published keys for the key id of a token. */
export interface KeyCache {
  /** Throws `auth.keys_unavailable`. An id that is missing in the result does not exist. */
  find(kid: string): Promise<PublishedKeys>
}

/**
 * Keeps the authority's signing keys. After 10 minutes they are read again in the background; when that fails they stay in
 * use, up to 24 hours. An unknown key id causes a read at once, at most every 30 seconds. Parallel requests share one read.
 */
export function createKeyCache(options: AuthorityOptions & { log: Log }): KeyCache {
  const { clock, log } = options
  const read = createReader(options)
  let published: PublishedKeys | undefined
  let running: Promise<void> | undefined
  let last = { at: -Infinity, failed: false }

  const ageOf = (known: PublishedKeys) => clock.now() - known.at
  const usable = () => (published && ageOf(published) < oldestMs ? published : undefined)

  async function refresh(): Promise<void> {
    let failed = false
    try {
      published = await read()
    } catch (error) {
      failed = true
      log('signing_keys_unavailable', { reason: reasonOf(error) })
    }
    last = { at: clock.now(), failed }
    running = undefined
  }

  /** Starts a read, or joins the one that runs. Undefined: it is too early for another one. */
  function start(): Promise<void> | undefined {
    const pause = usable() ? pauseMs : firstPauseMs
    if (!running && clock.now() - last.at >= pause) running = refresh()
    return running
  }

  return {
    async find(kid) {
      const known = usable()
      if (known?.keys.has(kid) && ageOf(known) < freshMs) return known
      const started = start()
      const mayUseOld = known?.keys.has(kid) && (ageOf(known) < idleMs || last.failed)
      if (started && !mayUseOld) await withTimeout(patienceMs, () => started, tooLate).catch(() => {})
      const found = usable()
      if (found?.keys.has(kid)) return found
      if (!found || last.failed || running) throw unavailable()
      return found
    },
  }
}

const tooLate = () => new Error('the signing keys were not read in time')
const unavailable = () => new AppError('auth.keys_unavailable', { retryAfterMs: firstPauseMs })

/** Names what failed, without the answer: our own message, else the code of the network error, else the kind of error. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.constructor === Error) return error.message
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  return cause?.code ?? name ?? 'unknown'
}
