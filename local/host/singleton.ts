import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock'
import { type BlobStore, statusOf } from './storage'

const container = 'azure-webjobs-hosts'
const leaseSeconds = 60
const retryMs = 60_000

interface SingletonOptions {
  store: BlobStore
  /** The blob whose lease is the lock. */
  path: string
  clock: Clock
  /** Called when this host has the lock, or when there is no storage for a lock. */
  onAcquired: () => Promise<void>
  /** Called when another host has taken the lock. */
  onLost: () => void
  say: (text: string) => void
}

/**
 * Lets only one host run a listener: takes a blob lease of 60 s and renews it every 30 s. A host without the lease tries
 * again every 60 s (`BlobLeaseDistributedLockManager.cs`, `SingletonManager.cs`).
 */
export class Singleton {
  readonly #options: SingletonOptions
  readonly #leaseId: string = randomUUID()
  #cancel = () => {}
  #listening = false
  /** We have the blob lease; false while we listen without storage. */
  #leased = false
  #loggedTaken = false
  #stopped = false

  constructor(options: SingletonOptions) {
    this.#options = options
  }

  /** Tries to get the lock. Resolves when another host has it, or when our listener runs. */
  async start(): Promise<void> {
    const lease = await this.#try()
    if (this.#stopped) return
    this.#leased = lease === 'acquired'
    if (lease === 'taken' && this.#listening) {
      this.#listening = false
      this.#options.onLost()
    }
    if (lease === 'taken' && !this.#loggedTaken) {
      this.#loggedTaken = true
      this.#options.say('another host holds its lease; trying again every 60 s')
    }
    const otherMayHaveIt = lease === 'unavailable' && this.#loggedTaken
    if (lease !== 'taken' && !this.#listening && !otherMayHaveIt) {
      this.#listening = true
      this.#loggedTaken = false
      await this.#options.onAcquired()
      if (this.#stopped) return
    }
    const wait = this.#listening ? (leaseSeconds * 1000) / 2 : retryMs
    this.#cancel = this.#options.clock.after(wait, () => void this.start())
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    if (!this.#leased) return
    await this.#client()
      .then((client) => client.releaseLease())
      .catch(() => {}) // it expires by itself
  }

  async #try(): Promise<'acquired' | 'taken' | 'unavailable'> {
    try {
      const client = await this.#client()
      // acquiring our own lease renews it, also after it has expired
      await client.acquireLease(leaseSeconds)
      return 'acquired'
    } catch (error) {
      const status = statusOf(error)
      return status === 409 || status === 412 ? 'taken' : 'unavailable'
    }
  }

  async #client() {
    const { store, path } = this.#options
    const blob = (await store.container(container)).getBlockBlobClient(path)
    if (!this.#leased) {
      await blob.upload('', 0, { conditions: { ifNoneMatch: '*' } }).catch((error: unknown) => {
        const status = statusOf(error)
        if (status !== 409 && status !== 412) throw error
      })
    }
    return blob.getBlobLeaseClient(this.#leaseId)
  }
}
