import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { BlobStore } from './storage'
import { statusOf } from './storage'

const container = 'azure-webjobs-secrets'
const key = z.looseObject({ name: z.string(), value: z.string(), encrypted: z.boolean().default(false) })
const hostSecrets = z.looseObject({ masterKey: key, functionKeys: z.array(key), systemKeys: z.array(key).default([]) })
const functionSecrets = z.looseObject({ keys: z.array(key) })

export interface Keys {
  master: string
  /** The default host key: opens every function of level `function`. */
  host: string
  /** Whether a key opens a function of that level. */
  opens(level: 'anonymous' | 'function' | 'admin', functionName: string, given: string | undefined): boolean
}

/**
 * Reads the keys where the real host keeps them (`azure-webjobs-secrets/{hostId}/host.json` and `…/{function}.json`,
 * `BlobStorageSecretsRepository.cs`) and writes those that are missing. Without storage they live as long as the host;
 * `onAway` is told.
 */
export async function loadKeys(
  store: BlobStore,
  hostId: string,
  functionNames: string[],
  { firstKey, onAway }: { firstKey?: string | undefined; onAway: (error: Error) => void },
): Promise<Keys> {
  const fresh = (name: string, value = randomBytes(40).toString('base64url')) => ({ name, value, encrypted: false })
  let away = false
  const obtain = async <T>(path: string, schema: z.ZodType<T>, make: () => T): Promise<T> => {
    if (away) return make()
    try {
      return await readOrCreate(store, path, schema, make)
    } catch (error) {
      if (error instanceof z.ZodError)
        throw new Error(`${container}/${path} holds no keys as this host knows them`, { cause: error })
      away = true
      onAway(error as Error)
      return make()
    }
  }
  const host = await obtain(`${hostId}/host.json`, hostSecrets, () => ({
    masterKey: fresh('master'),
    functionKeys: [fresh('default', firstKey)],
    systemKeys: [],
  }))
  const own = new Map<string, string[]>()
  for (const name of functionNames) {
    const path = `${hostId}/${name.toLowerCase()}.json`
    const { keys } = await obtain(path, functionSecrets, () => ({ keys: [fresh('default')] }))
    own.set(
      name,
      keys.map((k) => k.value),
    )
  }
  const master = host.masterKey.value
  const shared = host.functionKeys.map((k) => k.value)
  return {
    master,
    host: (host.functionKeys.find((k) => k.name === 'default') ?? host.functionKeys[0])?.value ?? master,
    opens(level, functionName, given) {
      if (level === 'anonymous') return true
      if (given === undefined) return false
      const accepted = level === 'admin' ? [master] : [master, ...shared, ...(own.get(functionName) ?? [])]
      return accepted.some((value) => same(value, given))
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
    return schema.parse(await store.read(container, path)) // another host was first
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
