import type { TokenCredential } from '@azure/service-bus'
import * as z from 'zod'
import { unhurried } from '../../src/service-bus-access'
import { keepToken } from '../../src/shared/kept-token'
import { systemClock } from '../../src/shared/clock'
import type { Settings } from './app-settings'

/** A connection by identity: the namespace, and the client id of the identity. */
export interface IdentityConnection {
  namespace: string
  clientId: string
}

/** Finds a connection by identity, where the settings say where tokens are had. Undefined: there is none. */
export function identityConnection(name: string, settings: Settings): IdentityConnection | undefined {
  const namespace = settings[`${name}__fullyQualifiedNamespace`]
  const clientId = settings[`${name}__clientId`]
  if (!settings['IDENTITY_ENDPOINT'] || !namespace || !clientId || settings[name]) return undefined
  return { namespace, clientId }
}

const Answer = z.object({ access_token: z.string(), expires_on: z.coerce.number() })

/** Gets tokens for Service Bus as the host does on App Service. `getToken` rejects when the endpoint refuses. */
export function identityCredential(settings: Settings, clientId: string): TokenCredential {
  const kept = keepToken(async () => {
    const query = { 'api-version': '2019-08-01', resource: 'https://servicebus.azure.net/', client_id: clientId }
    const url = `${settings['IDENTITY_ENDPOINT']}?${new URLSearchParams(query).toString()}`
    const headers = { 'X-IDENTITY-HEADER': settings['IDENTITY_HEADER'] ?? '' }
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) })
    if (!response.ok) throw new Error(`The identity endpoint refused a token: ${response.status}.`)
    const { access_token: token, expires_on: end } = Answer.parse(await response.json())
    return { token, expiresOnTimestamp: end * 1000 }
  }, systemClock)
  return unhurried({ getToken: kept.get })
}
