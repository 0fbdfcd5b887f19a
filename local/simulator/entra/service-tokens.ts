import { aadsts, type EntraError } from './aadsts'
import type { ApiTokens } from './api-tokens'
import { apiClientId, demoCallers, type DemoService, serviceWithoutRoles } from './demo-callers'
import { isNamed } from './resources'

const services: readonly DemoService[] = [demoCallers.service, demoCallers.actas, serviceWithoutRoles]

/** Finds the service that has this client id. */
export function findService(clientId: string | null): DemoService | undefined {
  return services.find((service) => service.clientId === clientId?.toLowerCase())
}

interface Asked {
  form: URLSearchParams
  tenant: string
  apiTokens: ApiTokens
  /** In seconds. */
  lifetime: number
}

/** Answers a service that asks for a token of the API by its client secret. There is no other resource for it. */
export function serviceToken(service: DemoService, { form, tenant, apiTokens, lifetime }: Asked): EntraError {
  if (tenant !== service.tid) return aadsts(700016)
  const secret = form.get('client_secret')
  if (secret === null) return aadsts(form.has('client_assertion') ? 700027 : 7000216)
  if (secret !== service.clientSecret) return aadsts(7000215)
  const [, resource] = /^(\S+)\/\.default$/.exec(form.get('scope')?.trim() ?? '') ?? []
  if (resource === undefined) return aadsts(1002012)
  if (!isNamed(resource, [apiClientId, `api://${apiClientId}`])) return aadsts(500011)
  const times = { expires_in: lifetime, ext_expires_in: lifetime }
  return { status: 200, body: { token_type: 'Bearer', ...times, access_token: apiTokens.issue(service) } }
}
