/** Makes one ETag of those of several answers, from which they can be read again. Undefined: one of them has none. */
export function joinEtags(parts: readonly (readonly [id: string, etag: string | undefined])[]): string | undefined {
  if (parts.some(([, etag]) => etag === undefined)) return undefined
  return `"${Buffer.from(JSON.stringify(parts)).toString('base64url')}"`
}

/** Gives the parts of a joint ETag, which may come from anywhere: none of what is no such ETag. */
export function splitEtag(etag: string | null | undefined): ReadonlyMap<string, string> {
  const text = /^(?:W\/)?"([\w-]+)"$/.exec(etag ?? '')?.[1]
  if (!text) return new Map()
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return new Map(Array.isArray(parts) ? parts.filter(isPart) : [])
  } catch {
    return new Map()
  }
}

const isPart = (part: unknown): part is [string, string] =>
  Array.isArray(part) && part.length === 2 && typeof part[0] === 'string' && /^[\x21-\x7e]+$/.test(String(part[1]))
