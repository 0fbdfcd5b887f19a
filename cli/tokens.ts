import { fetchFromAzureCli } from './azure-cli'
import { keepToken } from './kept-token'
import { guid } from './option-values'
import { UsageError } from './usage'

/** Where access tokens come from. */
export interface TokenSource {
  /** Gives one that is valid now. Throws a sentence when there is none. */
  token(): Promise<string>
  /** What to do when the API does not accept it: a sentence. */
  tokenRemedy: string
}

/**
 * Takes the token of the environment, else those that the Azure CLI gives for the API with this client id. Undefined: neither is
 * there. Throws a `UsageError` without the value.
 */
export function tokensFrom(env: NodeJS.ProcessEnv, given: string | undefined): TokenSource | undefined {
  const token = env.TENANTPILOT_TOKEN?.trim()
  if (token) return fromEnvironment(token)
  const clientId = given ?? env.TENANTPILOT_API_CLIENT_ID?.trim()
  return clientId ? fromAzureCli(readClientId(clientId)) : undefined
}

function fromEnvironment(text: string): TokenSource {
  const token = readToken(text)
  return {
    token: () => Promise.resolve(token),
    tokenRemedy: 'Set TENANTPILOT_TOKEN to a new access token, made for this API; one lasts about an hour.',
  }
}

const fromAzureCli = (clientId: string): TokenSource => ({
  token: keepToken(() => fetchFromAzureCli(clientId)),
  tokenRemedy:
    'It came from the Azure CLI: is the client id that of this API (--api-client-id, TENANTPILOT_API_CLIENT_ID)? Else run "az login" again.',
})

/** What no header can hold would be repeated by the error of the request. */
function readToken(text: string): string {
  if (!/^[\w-]+(\.[\w-]+){2}$/.test(text))
    throw new UsageError(
      'TENANTPILOT_TOKEN is no access token: give the token alone, three parts with dots between, without "Bearer".',
    )
  return text
}

/** It becomes a part of a command of the shell. */
function readClientId(text: string): string {
  try {
    return guid(text)
  } catch {
    throw new UsageError('The client id of the API (--api-client-id, TENANTPILOT_API_CLIENT_ID) must be a GUID.')
  }
}
