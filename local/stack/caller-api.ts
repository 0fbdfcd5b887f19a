import type { Api } from '../../cli/http'
import { keepToken } from '../../cli/kept-token'
import { callControlApi } from '../simulator/control-client'
import type { TokenFlaws } from '../simulator/entra/api-tokens'
import type { DemoCallerName } from '../simulator/entra/demo-callers'
import type { StackInfo } from './stack'

type Entra = Pick<StackInfo['simulator'], 'url' | 'caFile'>

/** The API of a running stack and its seeded tenant, called by a demo caller. */
export function apiOf({ app, simulator, tenant }: StackInfo, as: DemoCallerName = 'operator'): Api {
  return { url: app.url, tenantId: tenant.externalId, token: tokensOf(simulator, as) }
}

/**
 * Returns a function that gives the token of a demo caller, a new one when the last one is about to expire. It throws a
 * sentence when the simulator does not answer.
 */
export function tokensOf(simulator: Entra, as: DemoCallerName): () => Promise<string> {
  return keepToken(async () => {
    const { accessToken, expiresOn } = await fetchToken(simulator, as)
    return { accessToken, expiresOn: Date.parse(expiresOn) }
  })
}

interface ApiToken {
  accessToken: string
  /** ISO 8601 */
  expiresOn: string
}

/** Returns a new token of a demo caller, one that the API refuses where it has flaws. Throws as `tokensOf` does. */
export async function fetchToken(simulator: Entra, as: DemoCallerName, flaws: TokenFlaws = {}): Promise<ApiToken> {
  return JSON.parse(await callControlApi(simulator, 'POST', 'api-tokens', { as, ...flaws })) as ApiToken
}
