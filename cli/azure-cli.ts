import type { TokenCredential } from '@azure/identity'
import type { AccessToken } from './kept-token'

/** So long may `az` take: it starts slowly. Milliseconds. */
export const azureCliMs = 25_000

/** Makes the credential of who is signed in with the Azure CLI. It starts `az` on first use. */
export async function azureCliCredential(): Promise<TokenCredential> {
  // loaded only here: most commands need no SDK
  const { AzureCliCredential } = await import('@azure/identity')
  return new AzureCliCredential({ processTimeoutInMs: azureCliMs })
}

/** Asks the Azure CLI for a token of the API with this client id, a GUID. Throws a sentence when it gives none. */
export async function fetchFromAzureCli(clientId: string): Promise<AccessToken> {
  const scope = `api://${clientId}/.default`
  const credential = await azureCliCredential()
  try {
    const got = await credential.getToken(scope)
    if (!got?.token) throw new Error('no token')
    return { accessToken: got.token, expiresOn: got.expiresOnTimestamp }
  } catch (error) {
    throw new Error(signInSentence(error, `az login --scope ${scope}`), { cause: error })
  }
}

/** Entra's reasons that no other sign-in removes, and what to do. */
const reasons: ReadonlyMap<string, string> = new Map([
  [
    'AADSTS65001',
    "The Azure CLI has no right to ask for tokens of this API (AADSTS65001): an administrator must pre-authorise it in the API's registration (docs/deploying.md).",
  ],
  [
    'AADSTS50105',
    'The account that is signed in with the Azure CLI has no right to this API (AADSTS50105): an administrator must assign it to the app in Entra.',
  ],
  [
    'AADSTS500011',
    'Entra knows no API with this client id where the Azure CLI is signed in (AADSTS500011): is the client id right, and the tenant that "az account show" tells?',
  ],
])

/** One sentence for an error of `AzureCliCredential`: what to do. `login`: how one signs in. Never what `az` printed. */
export function signInSentence(error: unknown, login: string): string {
  const { message } = Object(error) as { message?: unknown }
  const text = String(message)
  if (text.includes('could not be found'))
    return `The Azure CLI is not installed, or "az" is not on the PATH: install it, and run "${login}".`
  const [code] = /AADSTS\d+/.exec(text) ?? []
  if (code !== undefined) return reasons.get(code) ?? `Entra gives the Azure CLI no token (${code}): run "${login}".`
  if (text.includes('az login'))
    return `Nobody is signed in with the Azure CLI, or no longer: run "${login}", and "az account set" where you have several.`
  return `The Azure CLI gives no token: does "az account get-access-token" work? Else run "${login}".`
}
