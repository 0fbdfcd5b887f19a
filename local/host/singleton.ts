import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock'
import type { BlobStore } from './storage'
import { statusOf } from './storage'

const container = 'azure-webjobs-hosts'
const leaseSeconds = 60
const recoveryMs = 60_000

interface SingletonOptions {
  store: BlobStore
  /** The blob whose lease is the lock. */
  path: string
  clock: Clock
  /** The lock is held (also when there is no storage to hold it in: then this process alone decides). */
  onHeld: () => Promise<void>
  /** Somebody else took it. */
  onLost: () => void
  say: (text: string) => void
}

/**
 * Lets one host in the world listen to something: a blob lease of 60 s, renewed at half; who does not get it asks again
 * every 60 s (`BlobLeaseDistributedLockManager.cs`, `SingletonManager.cs`).
 */
export class Singleton {
  readonly #options: SingletonOptions
  readonly #leaseId: string = randomUUID()
  #cancel = () => {}
  /** The listener runs. */
  #held = false
  /** The blob is ours; not so while we listen without storage. */
  #leased = false
  #told = false
  #stopped = false

  constructor(options: SingletonOptions) {
    this.#options = options
  }

  /** Resolves when it is clear who holds the lock and, if it is this host, when the listener listens. */
  async start(): Promise<void> {
    const lease = await this.#try()
    if (this.#stopped) return
    this.#leased = lease === 'held'
    if (lease === 'taken' && this.#held) {
      this.#held = false
      this.#options.onLost()
    }
    if (lease === 'taken' && !this.#told) {
      this.#told = true
      this.#options.say('another host holds its lease; asking again every 60 s')
    }
    const otherMayHoldIt = lease === 'away' && this.#told
    if (lease !== 'taken' && !this.#held && !otherMayHoldIt) {
      this.#held = true
      this.#told = false
      await this.#options.onHeld()
      if (this.#stopped) return
    }
    const wait = this.#held ? (leaseSeconds * 1000) / 2 : recoveryMs
    this.#cancel = this.#options.clock.after(wait, () => void this.start())
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    if (!this.#leased) return
    await this.#client()
      .then((client) => client.releaseLease())
      .catch(() => {}) // it runs out by itself
  }

  async #try(): Promise<'held' | 'taken' | 'away'> {
    try {
      const client = await this.#client()
      // To acquire what one has already is to renew it, and works also when it had run out and nobody took it
      await client.acquireLease(leaseSeconds)
      return 'held'
    } catch (error) {
      const status = statusOf(error)
      return status === 409 || status === 412 ? 'taken' : 'away'
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
