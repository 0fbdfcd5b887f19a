import { randomBytes, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { type BlobStore, statusOf } from './storage'

const container = 'azure-webjobs-secrets'
const key = z.looseObject({ name: z.string(), value: z.string(), encrypted: z.boolean().default(false) })
const hostSecrets = z.looseObject({ masterKey: key, functionKeys: z.array(key), systemKeys: z.array(key).default([]) })
const functionSecrets = z.looseObject({ keys: z.array(key) })

export interface Keys {
  master: string
  /** The default host key; gives access to all functions of level `function`. */
  host: string
  /** Whether the given key gives access to a function of this level. */
  allows(level: 'function' | 'admin', functionName: string, given: string): boolean
}

/**
 * Returns a function that reads the keys when it is first called, and again after a failure: without storage no key can be
 * checked, and no function is called with one.
 */
export function keysOnDemand(load: () => Promise<Keys>): () => Promise<Keys> {
  let keys: Promise<Keys> | undefined
  return () => {
    keys ??= load().catch((error: unknown) => {
      keys = undefined
      throw error
    })
    return keys
  }
}

/**
 * Reads the keys from the blobs of the real host (`azure-webjobs-secrets/{hostId}/host.json` and `…/{function}.json`,
 * `BlobStorageSecretsRepository.cs`) and creates missing ones; `firstKey` is then the default host key. Rejects without storage.
 */
export async function loadKeys(
  store: BlobStore,
  hostId: string,
  functionNames: string[],
  firstKey: string | undefined,
): Promise<Keys> {
  const newKey = (name: string, value = randomBytes(40).toString('base64url')) => ({ name, value, encrypted: false })
  const load = async <T>(path: string, schema: z.ZodType<T>, make: () => T): Promise<T> => {
    try {
      return await readOrCreate(store, path, schema, make)
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error
      throw new Error(`${container}/${path} has no keys in the expected format`, { cause: error })
    }
  }
  const host = await load(`${hostId}/host.json`, hostSecrets, () => ({
    masterKey: newKey('master'),
    functionKeys: [newKey('default', firstKey)],
    systemKeys: [],
  }))
  const functionKeys = new Map<string, string[]>()
  for (const name of functionNames) {
    const path = `${hostId}/${name.toLowerCase()}.json`
    const { keys } = await load(path, functionSecrets, () => ({ keys: [newKey('default')] }))
    functionKeys.set(
      name,
      keys.map((k) => k.value),
    )
  }
  const master = host.masterKey.value
  const hostKeys = host.functionKeys.map((k) => k.value)
  return {
    master,
    host: (host.functionKeys.find((k) => k.name === 'default') ?? host.functionKeys[0])?.value ?? master,
    allows(level, functionName, given) {
      const accepted = level === 'admin' ? [master] : [master, ...hostKeys, ...(functionKeys.get(functionName) ?? [])]
      return accepted.some((value) => equal(value, given))
    },
  }
}

async function readOrCreate<T>(store: BlobStore, path: string, schema: z.ZodType<T>, make: () => T): Promise<T> {
  const found = await store.read(container, path)
  if (found !== undefined) return schema.parse(found)
  const made = make()
  try {
    await store.write(container, path, made, true)
    return made
  } catch (error) {
    const status = statusOf(error)
    if (status !== 409 && status !== 412) throw error
    return schema.parse(await store.read(container, path)) // another host created it first
  }
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
