import { type Json, isObject } from './model'

/** Replaces U+0000 and half surrogate pairs, which PostgreSQL cannot store. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd')
}

export function collapse(text: string): string {
  return storable(text).split(/\s+/).filter(Boolean).join(' ')
}

/** A segment of a path. */
export function segment(text: string): string {
  let encoded = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (character === '%' || character === '/' || code === 0)
      encoded += `%${code.toString(16).toUpperCase().padStart(2, '0')}`
    else encoded += code >= 0xd800 && code <= 0xdfff ? `%u${code.toString(16).toUpperCase()}` : character
  }
  return encoded
}

/** JSON with sorted keys and storable texts. */
export function canonical(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(storable(value))
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (!isObject(value)) return JSON.stringify(value)
  const pairs = Object.keys(value).map((key) => [JSON.stringify(storable(key)), canonical(value[key] ?? null)] as const)
  pairs.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${pairs.map((pair) => pair.join(':')).join()}}`
}

/** Sorted as their keys' bytes compare. */
export function sortedBy<T>(list: readonly T[], key: (item: T) => string): T[] {
  const keyed = list.map((item) => ({ item, bytes: Buffer.from(key(item)) }))
  return keyed.sort((a, b) => Buffer.compare(a.bytes, b.bytes)).map(({ item }) => item)
}

/** The readable form of a definition id without a name. */
export function humanised(id: string): string {
  const rest = storable(id).replace(/^(?:device|user)_vendor_msft_(?:policy_config_)?/i, '')
  const words = rest.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return words.map((word) => word.replace(/^./u, (first) => first.toUpperCase())).join(' ') || storable(id)
}

const special = /[\\^$.*+?()[\]{}|]/g

export function literally(text: string): string {
  return text.replace(special, '\\$&')
}

/** Matches every way to write a property's name as words: `osMinimumVersion` as `OS minimum version`. */
export function loosely(property: string): string {
  const characters = Array.from(storable(property)).filter((character) => /[\p{L}\p{N}]/u.test(character))
  if (characters.length === 0) return literally(collapse(property) || storable(property))
  return characters
    .map((c) => `(?:${literally(c.toLowerCase())}|${literally(c.toUpperCase())})`)
    .join('[^\\p{L}\\p{N}>]*')
}
