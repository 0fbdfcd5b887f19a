import type { Azure } from './azure/azure'
import { controlAzure } from './azure/control'
import type { Control, SecretState, SettingChange } from './control'
import type { TokenFlaws } from './entra/api-tokens'
import { type Json, type JsonObject, isObject } from './json'
import type { ManifestEntry } from './options'
import type { Fault } from './traffic/faults'

interface Answer {
  status: number
  body: unknown
  /** Sent as JSON lines instead of `body`. */
  lines?: Iterable<ManifestEntry>
}

export interface ControlApi {
  control: Control
  azure: Azure | undefined
  /** Returns the manifest of one tenant, or of all. */
  manifest(tenant: string | undefined): Iterable<ManifestEntry>
}

const ok = (body: unknown): Answer => ({ status: 200, body })

/**
 * Handles `/_sim/…`: faults, statistics, the client secret, tokens of our API, and edits of policies. An invalid call is 400
 * with a message.
 */
export function controlApi(method: string, path: string[], text: string, api: ControlApi): Answer {
  try {
    return serve(method, path, text === '' ? {} : (JSON.parse(text) as Json), api)
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } }
  }
}

function serve(
  method: string,
  [what, ...rest]: string[],
  body: Json,
  { control, azure, manifest }: ControlApi,
): Answer {
  const given = isObject(body) ? body : {}
  switch ([method, what, ...(what === 'tenants' ? [] : rest.slice(0, what === 'manifest' ? 0 : 1))].join(' ')) {
    case 'POST faults':
      return ok(control.addFault(body as unknown as Fault))
    case 'GET faults':
      return ok(control.faults())
    case 'DELETE faults':
      control.clearFaults()
      return ok([])
    case 'GET stats':
      return ok(control.stats())
    case 'DELETE stats':
      control.resetStats()
      return ok(control.stats())
    case 'POST secret': {
      const note = control.secret(given['state'] as SecretState)
      return ok({ secret: given['state'], ...(note && { note }) })
    }
    case 'POST roles':
      control.roles(String(given['tenant']), given['roles'] as string[], Number(given['afterMs'] ?? 0))
      return ok({ roles: given['roles'] })
    case 'POST licence':
      control.licence(String(given['tenant']), String(given['collection']), given['licensed'] !== false)
      return ok(given)
    case 'POST groups':
      control.group(String(given['tenant']), String(given['id']), nameOf(given))
      return ok(given)
    case 'POST filters':
      control.filter(String(given['tenant']), String(given['id']), nameOf(given))
      return ok(given)
    case 'DELETE skiptokens':
      control.expireSkipTokens()
      return ok({})
    case 'DELETE tokens':
      control.revokeTokens()
      return ok({})
    case 'POST api-tokens':
      return ok(control.apiToken(String(given['as']), flawsOf(given)))
    case 'POST sign-in':
      control.signIn(String(given['as']))
      return ok({ as: given['as'] })
    case 'POST signing-keys rotate':
      control.rotateSigningKey()
      return ok({})
    case 'GET behaviour':
      return ok(control.behave({}))
    case 'PATCH behaviour':
      return ok(control.behave(given))
    case 'POST clock advance':
      control.advance(Number(given['ms']))
      return ok({})
    case 'GET manifest':
      return { ...ok(undefined), lines: manifest(rest[0]) }
  }
  if (what === 'azure') return ok(controlAzure(method, rest, body, azure))
  if (what === 'tenants') return tenantCall(method, rest, body, control)
  throw new Error(`the simulator has no ${method} /_sim/${[what, ...rest].join('/')}`)
}

function flawsOf({ expired, audience }: JsonObject): TokenFlaws {
  return { expired: expired === true, ...(typeof audience === 'string' && { audience }) }
}

/** Returns the `displayName` of a body; null means deletion. Throws when it is missing. */
function nameOf({ displayName }: JsonObject): string | null {
  if (typeof displayName === 'string' || displayName === null) return displayName
  throw new Error('displayName is missing; null deletes')
}

function tenantCall(
  method: string,
  [tenant = '', collection = '', id, part, ...rest]: string[],
  body: Json,
  control: Control,
): Answer {
  const place = [tenant, collection, id ?? ''] as const
  switch (`${method} ${id === undefined ? 'all' : (part ?? 'one')}${rest.length > 0 ? ' …' : ''}`) {
    case 'GET all':
      return ok(control.list(tenant, collection))
    case 'GET one':
      return ok(control.get(...place))
    case 'PUT one':
      control.put(...place, body)
      return ok({ stored: id })
    case 'PATCH one':
      control.patch(...place, body)
      return ok({ stored: id })
    case 'DELETE one':
      control.remove(...place)
      return ok({ removed: id })
    case 'POST setting':
      return ok(control.setSetting(...place, body as unknown as SettingChange))
  }
  throw new Error(`the simulator has no ${method} for ${id === undefined ? 'a whole collection' : 'this path'}`)
}
