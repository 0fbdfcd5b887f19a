import { aadsts, type EntraError } from './aadsts'
import { administratorName } from './administrators'
import { apiClientId } from './demo-callers'
import { type EntraCall, type EntraServices, tenantError } from './endpoints'

/** What a browser gets. */
export interface BrowserAnswer {
  status: number
  headers: Record<string, string>
  text: string
}

const paths = { consent: 'v2.0/adminconsent', signIn: 'oauth2/v2.0/authorize' } as const

/** Returns true for a path that a browser asks for. */
export function isForBrowsers([, ...rest]: string[]): boolean {
  return Object.values(paths).some((path) => path === rest.join('/'))
}

/**
 * Serves the pages of Entra that an administrator sees: consent, which is given at once, and sign-in, which the account of
 * `login_hint` does, else the one that `sim sign-in` names. What is wrong with the request is a page, and nobody is sent on.
 */
export function browse(call: EntraCall, services: EntraServices): BrowserAnswer {
  const [tenant = '', ...rest] = call.segments
  const query = new URL(call.url, call.origin).searchParams
  const unknown = tenantError(tenant, services.registration)
  if (unknown) return errorPage(unknown)
  const id = tenant.toLowerCase()
  return rest.join('/') === paths.consent ? consent(id, query, services) : signIn(id, query, services)
}

function consent(tid: string, query: URLSearchParams, { registration }: EntraServices): BrowserAnswer {
  const wrong = requestError(query, registration.clientId, 'callback') ?? missing(query, ['scope'])
  if (wrong !== undefined) return errorPage(aadsts(wrong))
  if (registration.consent.of(tid).length === 0) registration.consent.set(tid, registration.permissions)
  const back = new URL(query.get('redirect_uri')!)
  const answer = { admin_consent: 'True', tenant: tid, scope: query.get('scope')!, state: query.get('state') ?? '' }
  for (const [name, value] of Object.entries(answer)) back.searchParams.set(name, value)
  return { status: 302, headers: { Location: back.href }, text: '' }
}

function signIn(tid: string, query: URLSearchParams, { idTokens, registration }: EntraServices): BrowserAnswer {
  const wrong = requestError(query, apiClientId, 'signed-in') ?? missing(query, ['response_type', 'scope', 'nonce'])
  if (wrong !== undefined) return errorPage(aadsts(wrong))
  if (query.get('response_type') !== 'id_token' || query.get('response_mode') !== 'form_post')
    return errorPage(aadsts(700051))
  const as = administratorName(query.get('login_hint') ?? registration.signIn)
  // without `profile` Entra leaves both out
  const hidden = query.get('scope')!.split(' ').includes('profile') ? {} : { tid: undefined, oid: undefined }
  const form = {
    id_token: idTokens.issue({ tid, as, nonce: query.get('nonce')! }, hidden),
    state: query.get('state') ?? '',
    session_state: '00000000-0000-4000-8000-000000000000',
  }
  return formPage(query.get('redirect_uri')!, form)
}

/** Redirect addresses must be registered; ports of this machine do not count, as Entra has it for public clients. */
function requestError(query: URLSearchParams, clientId: string, step: string): number | undefined {
  const lacking = missing(query, ['client_id', 'redirect_uri'])
  if (lacking !== undefined) return lacking
  if (query.get('client_id')!.toLowerCase() !== clientId.toLowerCase()) return 700016
  const address = query.get('redirect_uri')!
  const { protocol = '', hostname = '', pathname = '' } = URL.canParse(address) ? new URL(address) : {}
  const isOurs = protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname)
  return isOurs && pathname === `/api/consent/${step}` ? undefined : 50011
}

const missing = (query: URLSearchParams, names: readonly string[]): number | undefined =>
  names.every((name) => query.get(name)) ? undefined : 900144

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** Posts itself, as Entra's does; without scripts somebody presses the button. */
function formPage(action: string, fields: Record<string, string>): BrowserAnswer {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  )
  return htmlPage(
    200,
    `<form name="hiddenform" method="POST" action="${escaped(action)}">${inputs.join('')}<button>Continue</button></form>
<script>document.forms[0].submit()</script>`,
  )
}

function errorPage({ status, body }: EntraError): BrowserAnswer {
  return htmlPage(status, `<p>${escaped(String(body['error_description']))}</p>`)
}

const htmlPage = (status: number, body: string): BrowserAnswer => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  text: `<!doctype html><html><head><title>Sign in</title></head><body>${body}</body></html>`,
})
