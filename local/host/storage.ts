import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob'
import { identityPart, type Settings } from './app-settings'

const setting = 'AzureWebJobsStorage'

/** Reads and writes the host's blobs. Every method rejects when the storage is unavailable. */
export class BlobStore {
  readonly #service: BlobServiceClient | undefined
  readonly #containers = new Map<string, Promise<ContainerClient>>()
  /** Why no storage can be asked at all: the app setting is missing or wrong. Undefined: it can be asked. */
  readonly problem: string | undefined

  constructor(settings: Settings) {
    const connection = settings[setting]
    if (!connection) {
      const part = identityPart(setting, settings)
      this.problem = part
        ? `${part} needs an identity on Azure: locally set ${setting} to a connection string`
        : `the app setting ${setting} is not set`
      return
    }
    try {
      this.#service = BlobServiceClient.fromConnectionString(connection, {
        retryOptions: { maxTries: 2, retryDelayInMs: 100, tryTimeoutInMs: 5000 },
      })
    } catch {
      this.problem = `the app setting ${setting} is no storage connection string`
    }
  }

  /** Asks the storage for one container, as the real host's `WebJobsStorageHealthCheck.cs`; returns what is wrong with it. */
  async check(): Promise<string | undefined> {
    if (!this.#service) return this.problem
    try {
      await this.#service.listContainers().byPage({ maxPageSize: 1 }).next()
      return undefined
    } catch (error) {
      return `${setting} cannot be reached: ${(error as Error).message}`
    }
  }

  async container(name: string): Promise<ContainerClient> {
    const service = this.#service
    if (!service) throw new Error(this.problem)
    let container = this.#containers.get(name)
    if (!container) {
      const client = service.getContainerClient(name)
      container = client.createIfNotExists().then(() => client)
      this.#containers.set(name, container)
      container.catch(() => this.#containers.delete(name))
    }
    return container
  }

  /** Reads a JSON blob; undefined when it does not exist. */
  async read(container: string, path: string): Promise<unknown> {
    const blob = (await this.container(container)).getBlobClient(path)
    try {
      return JSON.parse((await blob.downloadToBuffer()).toString('utf8'))
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      throw error
    }
  }

  /** Writes a JSON blob; with `onlyNew`, rejects with status 409 when it exists. */
  async write(container: string, path: string, value: unknown, onlyNew = false): Promise<void> {
    const text = JSON.stringify(value)
    const blob = (await this.container(container)).getBlockBlobClient(path)
    const conditions = onlyNew ? { conditions: { ifNoneMatch: '*' } } : {}
    await blob.upload(text, Buffer.byteLength(text), conditions)
  }
}

/** Returns the HTTP status of a storage error; undefined without a response. */
export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number } | null)?.statusCode
}
