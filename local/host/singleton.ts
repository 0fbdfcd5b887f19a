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
  /** Called when this host has the lock, or when no storage is set, so that nobody else can have it. */
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
  /** We have the blob lease; false while no storage is set or it cannot be reached. */
  #leased = false
  #loggedTaken = false
  #stopped = false

  constructor(options: SingletonOptions) {
    this.#options = options
  }

  /**
   * Tries to get the lock. Resolves when another host has it, or when our listener runs. Rejects when the storage cannot be
   * reached; it may be called again.
   */
  async start(): Promise<void> {
    if (!this.#stopped) await this.#use(await this.#acquire())
  }

  /** Renews the lock, or tries again to get it. Without storage both stays as it is: the listener listens, or waits. */
  async #again(): Promise<void> {
    try {
      await this.start()
    } catch (error) {
      this.#leased = false
      if (!this.#listening) this.#options.say((error as Error).message)
      this.#schedule()
    }
  }

  async #use(lease: 'acquired' | 'taken' | 'in memory'): Promise<void> {
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
    if (lease !== 'taken' && !this.#listening) {
      await this.#options.onAcquired()
      this.#listening = true
      this.#loggedTaken = false
    }
    this.#schedule()
  }

  #schedule(): void {
    if (this.#stopped) return
    const wait = this.#listening ? (leaseSeconds * 1000) / 2 : retryMs
    this.#cancel = this.#options.clock.after(wait, () => void this.#again())
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    if (!this.#leased) return
    await this.#client()
      .then((client) => client.releaseLease())
      .catch(() => {}) // it expires by itself
  }

  async #acquire(): Promise<'acquired' | 'taken' | 'in memory'> {
    if (this.#options.store.problem) return 'in memory'
    try {
      const client = await this.#client()
      // acquiring our own lease renews it, also after it has expired
      await client.acquireLease(leaseSeconds)
      return 'acquired'
    } catch (error) {
      const status = statusOf(error)
      if (status === 409 || status === 412) return 'taken'
      throw error
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
