import { createHash } from 'node:crypto'
import { createTokenCache } from './token-cache'
import { byClientSecret, byManagedIdentity, forUser, readTokenSettings, type TokenSettings } from './token-requests'

interface Options {
  /** Read at each call. Default: that of the process. */
  environment?: Record<string, string | undefined>
  now?: () => number
}

/**
 * Makes `getToken`: with the user's token on behalf of him, else as the app itself, by client secret where there is one and
 * by managed identity elsewhere. Tokens are kept until five minutes before they expire. Throws `TokenError`, and `UnreachableError`
 * when nothing gives tokens.
 */
export function createGetToken({ environment = process.env, now = Date.now }: Options = {}) {
  const cached = createTokenCache(now)
  return async (userToken?: string): Promise<string> => {
    const settings = readTokenSettings(environment)
    // a token is kept by its hash: no list of users' tokens in memory
    const key = userToken === undefined ? 'app' : createHash('sha256').update(userToken).digest('base64')
    const { value } = await cached(key, () => ask(settings, userToken, now))
    return value
  }
}

function ask(settings: TokenSettings, userToken: string | undefined, now: () => number) {
  if (userToken !== undefined) return forUser(settings, userToken, now)
  return settings.clientSecret ? byClientSecret(settings, now) : byManagedIdentity(settings, now)
}

/** An access token for the API of TenantPilot. */
export const getToken = createGetToken()
