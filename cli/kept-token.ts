/** An access token, and when it expires: milliseconds since 1970. */
export interface AccessToken {
  accessToken: string
  expiresOn: number
}

/** A token that is valid for less time than this is not used any more. Milliseconds. */
const leastMs = 60_000

/**
 * Returns a function that gives a token, a new one when the last one is about to expire. Who asks while one is fetched gets the
 * same. It throws what `fetch` throws, and asks again the next time.
 */
export function keepToken(fetch: () => Promise<AccessToken>, now: () => number = Date.now): () => Promise<string> {
  let last: AccessToken | undefined
  let fetching: Promise<AccessToken> | undefined
  return async () => {
    if (!last || last.expiresOn - now() < leastMs) {
      fetching ??= fetch().finally(() => (fetching = undefined))
      last = await fetching
    }
    return last.accessToken
  }
}
