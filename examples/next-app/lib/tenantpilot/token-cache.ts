/** An access token, and when it expires, in milliseconds since 1970. */
export interface Token {
  value: string
  expiresAt: number
}

interface Entry {
  token: Promise<Token>
  /** Until when it is given away. */
  until: number
}

/** Tokens are renewed this long before they expire, in milliseconds. */
const early = 5 * 60_000
/** Tokens that are kept; the oldest goes first. */
const most = 1_000

/** Keeps tokens by a key. Callers at the same time share one request; a failed one is not kept. */
export function createTokenCache(now: () => number) {
  const entries = new Map<string, Entry>()
  return (key: string, ask: () => Promise<Token>): Promise<Token> => {
    const known = entries.get(key)
    if (known && now() < known.until) return known.token
    const entry: Entry = { token: ask(), until: Infinity }
    forgetOld(entries, now())
    entries.delete(key)
    entries.set(key, entry)
    entry.token.then(
      ({ expiresAt }) => void (entry.until = expiresAt - early),
      () => entries.get(key) === entry && entries.delete(key),
    )
    return entry.token
  }
}

function forgetOld(entries: Map<string, Entry>, now: number): void {
  for (const [key, { until }] of entries) if (until <= now || entries.size >= most) entries.delete(key)
}
