/** A map of at most `max` entries that lets go of the one not asked for the longest. */
export interface Lru<V> {
  /** The entry of this key, made by `make` if there is none. */
  take(key: string, make: () => V): V
}

export function createLru<V>(max: number): Lru<V> {
  const entries = new Map<string, V>()
  return {
    take(key, make) {
      const value = entries.get(key) ?? make()
      entries.delete(key)
      entries.set(key, value)
      // a Map keeps the order of insertion, so its first key is the oldest
      if (entries.size > max) entries.delete(entries.keys().next().value!)
      return value
    },
  }
}
