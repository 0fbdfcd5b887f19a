import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob'
import type { Settings } from './app-settings'

/** The host's blobs. Every method rejects when the storage cannot be reached; the callers go on in memory. */
export class BlobStore {
  readonly #service: BlobServiceClient | undefined
  readonly #containers = new Map<string, Promise<ContainerClient>>()

  constructor(settings: Settings) {
    const connection = settings.AzureWebJobsStorage
    if (!connection) return
    try {
      this.#service = BlobServiceClient.fromConnectionString(connection, {
        retryOptions: { maxTries: 2, retryDelayInMs: 100, tryTimeoutInMs: 5000 },
      })
    } catch (error) {
      throw new Error('the app setting AzureWebJobsStorage is no storage connection string', { cause: error })
    }
  }

  async container(name: string): Promise<ContainerClient> {
    const service = this.#service
    if (!service) throw new Error('the app setting AzureWebJobsStorage is not set')
    let container = this.#containers.get(name)
    if (!container) {
      const client = service.getContainerClient(name)
      container = client.createIfNotExists().then(() => client)
      this.#containers.set(name, container)
      container.catch(() => this.#containers.delete(name))
    }
    return container
  }

  /** A blob's JSON, or undefined when there is none. */
  async read(container: string, path: string): Promise<unknown> {
    const blob = (await this.container(container)).getBlobClient(path)
    try {
      return JSON.parse((await blob.downloadToBuffer()).toString('utf8'))
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      throw error
    }
  }

  /** Writes JSON; with `onlyNew`, rejects with status 409 when somebody else was first. */
  async write(container: string, path: string, value: unknown, onlyNew = false): Promise<void> {
    const text = JSON.stringify(value)
    const blob = (await this.container(container)).getBlockBlobClient(path)
    const conditions = onlyNew ? { conditions: { ifNoneMatch: '*' } } : {}
    await blob.upload(text, Buffer.byteLength(text), conditions)
  }
}

/** The HTTP status of a storage error, undefined when nobody answered. */
export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number } | null)?.statusCode
}
