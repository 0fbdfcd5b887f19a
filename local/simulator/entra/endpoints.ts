import type { Clock } from '../../clock'
import type { Faults } from '../traffic/faults'
import type { Stats } from '../traffic/stats'
import { type EntraError, aadsts, outage } from './aadsts'
import type { ApiTokens } from './api-tokens'
import { type Asked, assertionError, type Trust } from './assertion'
import type { Consent } from './consent'
import type { AdministratorName } from './administrators'
import { demoCallers } from './demo-callers'
import type { IdTokens } from './id-tokens'
import { discovery, isForAll, openidConfiguration } from './metadata'
import { isKnownResource } from './resources'
import { findService, serviceToken } from './service-tokens'
import type { SigningKeys } from './signing-keys'
import type { Tokens } from './tokens'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export interface Registration {
  clientId: string
  clientSecret: string
  /** The current state of the secret. */
  secret: 'ok' | 'wrong' | 'expired'
  /** Lifetime of an access token, in seconds. */
  tokenSeconds: number
  consent: Consent
  /** The application permissions that an administrator consents to. */
  permissions: readonly string[]
  /** Who signs in where a request names nobody. */
  signIn: AdministratorName
  trust: Trust
}

export interface EntraCall {
  method: string
  origin: string
  /** Decoded path segments; the first is the tenant. */
  segments: string[]
  /** Path and query as sent. */
  url: string
  body: string
}

export type EntraAnswer = EntraError

export interface EntraServices {
  registration: Registration
  tokens: Tokens
  apiTokens: ApiTokens
  idTokens: IdTokens
  signingKeys: SigningKeys
  faults: Faults
  stats: Stats
  clock: Clock
}

const paths = {
  token: 'oauth2/v2.0/token',
  metadata: 'v2.0/.well-known/openid-configuration',
  keys: 'discovery/v2.0/keys',
  instance: 'discovery/instance',
} as const

/** Returns true for a path of Entra. */
export function isEntra(segments: string[]): boolean {
  const rest = segments.slice(1).join('/')
  return Object.values(paths).some((path) => path === rest)
}

export function entra(call: EntraCall, services: EntraServices): EntraAnswer {
  const [tenant = '', ...rest] = call.segments
  const path = rest.join('/')
  if (path === paths.instance) return { status: 200, body: discovery(call.origin) }
  if (path === paths.keys) return { status: 200, body: services.signingKeys.published(call.origin) }
  if (path === paths.metadata) {
    const unknown = isForAll(tenant) ? undefined : tenantError(tenant, services.registration)
    return unknown ?? { status: 200, body: openidConfiguration(call.origin, tenant) }
  }
  const answer = call.method === 'POST' ? token(call, tenant.toLowerCase(), services) : aadsts(900144, 405)
  services.stats.token(tenant.toLowerCase(), resultOf(answer))
  return answer
}

function token(call: EntraCall, tenant: string, services: EntraServices): EntraAnswer {
  const { registration, tokens, faults, stats } = services
  const target = { url: call.url, tenant }
  // a status fault needs `match` here, so that faults for Graph do not hit tokens
  const fault = faults.take(
    ['tokenError', 'status'],
    target,
    ({ kind, match }) => kind === 'tokenError' || match !== undefined,
  )
  if (fault) stats.fault(fault.kind)
  if (fault?.kind === 'status') return outage(fault.status!, fault.retryAfter)
  if (fault && fault.code !== 'noRoles') return answerForFault(fault.code!, fault.status, fault.retryAfter)
  const form = new URLSearchParams(call.body)
  const issuer = `${call.origin}/${tenant}/v2.0`
  const audiences = [issuer, `${call.origin}/${tenant}/oauth2/v2.0/token`]
  const asked = { clientId: registration.clientId, audiences, now: services.clock.now() }
  const malformed = tenantError(tenant, registration) ?? formError(form)
  if (malformed) return malformed
  const service = findService(form.get('client_id'))
  const lifetime = registration.tokenSeconds
  // a fault that comes so far takes the roles away
  const assigned = service && (fault ? { ...service, appRoles: [] } : service)
  if (assigned) return serviceToken(assigned, { form, tenant, apiTokens: services.apiTokens, lifetime })
  const wrong = registration.consent.has(tenant) ? clientError(form, registration, asked) : aadsts(700016)
  if (wrong) return wrong
  const scope = form.get('scope') ?? ''
  if (!/^\S+\/\.default$/.test(scope.trim())) return aadsts(1002012)
  const aud = scope.trim().replace(/\/\.default$/, '')
  if (!isKnownResource(aud, call.origin)) return aadsts(500011)
  const roles = fault ? [] : registration.consent.of(tenant)
  const access = tokens.issue({ tid: tenant, appid: registration.clientId, aud, roles }, issuer, lifetime)
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: lifetime, ext_expires_in: lifetime, access_token: access },
  }
}

function answerForFault(
  code: number | string,
  status: number | undefined,
  retryAfter: number | null | undefined,
): EntraAnswer {
  if (code === 'temporarily_unavailable') return outage(status ?? 503, retryAfter)
  const number = Number(code)
  if (number === 429) return outage(429, retryAfter)
  const answer = aadsts(number, status)
  return typeof retryAfter === 'number' ? { ...answer, headers: { 'Retry-After': String(retryAfter) } } : answer
}

/** Tenants without a managed tenant's data: those of the callers. */
const homes: ReadonlySet<string> = new Set(Object.values(demoCallers).map(({ tid }) => tid))

/** Says what is wrong with the tenant of an address. Undefined: nothing. */
export function tenantError(tenant: string, { consent }: Registration): EntraAnswer | undefined {
  const id = tenant.toLowerCase()
  if (isForAll(id) || id === 'consumers') return aadsts(50194)
  return consent.has(id) || homes.has(id) ? undefined : aadsts(90002)
}

function formError(form: URLSearchParams): EntraAnswer | undefined {
  if (form.get('grant_type') !== 'client_credentials') return aadsts(form.get('grant_type') ? 70003 : 900144)
  return form.get('client_id') ? undefined : aadsts(900144)
}

function clientError(form: URLSearchParams, registration: Registration, asked: Asked): EntraAnswer | undefined {
  const { clientId, clientSecret, secret, trust } = registration
  if (form.get('client_id')?.toLowerCase() !== clientId.toLowerCase()) return aadsts(700016)
  const assertion = form.get('client_assertion')
  if (assertion !== null) {
    if (form.get('client_assertion_type') !== assertionType) return aadsts(900144)
    const code = assertionError(assertion, trust, asked)
    return code === undefined ? undefined : aadsts(code)
  }
  const given = form.get('client_secret')
  if (given === null) return aadsts(7000216)
  if (given !== clientSecret || secret === 'wrong') return aadsts(7000215)
  return secret === 'expired' ? aadsts(7000222) : undefined
}

function resultOf({ status, body }: EntraAnswer): string {
  const codes = body['error_codes']
  return status === 200 ? 'ok' : `${status} ${Array.isArray(codes) ? String(codes[0]) : ''}`.trim()
}
