import type { Control, SecretState, SettingChange } from './control'
import { type Json, type JsonObject, isObject } from './json'
import type { ManifestEntry } from './options'
import type { Fault } from './traffic/faults'

interface Said {
  status: number
  /** JSON, or lines of it. */
  body: unknown
  lines?: Iterable<ManifestEntry>
}

export interface ControlApi {
  control: Control
  /** Of one tenant, or of all. */
  manifest(tenant: string | undefined): Iterable<ManifestEntry>
}

const said = (body: unknown): Said => ({ status: 200, body })

/** `/_sim/…`: faults, counts, the secret, and edits of what a tenant holds. A mistake is 400 with a sentence. */
export function controlApi(method: string, path: string[], text: string, api: ControlApi): Said {
  try {
    return serve(method, path, text === '' ? {} : (JSON.parse(text) as Json), api)
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } }
  }
}

function serve(method: string, [what, ...rest]: string[], body: Json, { control, manifest }: ControlApi): Said {
  const given = isObject(body) ? body : {}
  switch ([method, what, ...(what === 'tenants' ? [] : rest.slice(0, what === 'manifest' ? 0 : 1))].join(' ')) {
    case 'POST faults':
      return said(control.addFault(body as unknown as Fault))
    case 'GET faults':
      return said(control.faults())
    case 'DELETE faults':
      control.clearFaults()
      return said([])
    case 'GET stats':
      return said(control.stats())
    case 'DELETE stats':
      control.resetStats()
      return said(control.stats())
    case 'POST secret':
      control.secret(given['state'] as SecretState)
      return said({ secret: given['state'] })
    case 'POST roles':
      control.roles(String(given['tenant']), given['roles'] as string[])
      return said({ roles: given['roles'] })
    case 'POST licence':
      control.licence(String(given['tenant']), String(given['collection']), given['licensed'] !== false)
      return said(given)
    case 'POST groups':
      control.group(String(given['tenant']), String(given['id']), nameOf(given))
      return said(given)
    case 'POST filters':
      control.filter(String(given['tenant']), String(given['id']), nameOf(given))
      return said(given)
    case 'DELETE skiptokens':
      control.expireSkipTokens()
      return said({})
    case 'DELETE tokens':
      control.revokeTokens()
      return said({})
    case 'GET behaviour':
      return said(control.behave({}))
    case 'PATCH behaviour':
      return said(control.behave(given))
    case 'POST clock advance':
      control.advance(Number(given['ms']))
      return said({})
    case 'GET manifest':
      return { ...said(undefined), lines: manifest(rest[0]) }
  }
  if (what === 'tenants') return tenantCall(method, rest, body, control)
  throw new Error(`the simulator has no ${method} /_sim/${[what, ...rest].join('/')}`)
}

/** The `displayName` given; null deletes what it names. */
function nameOf({ displayName }: JsonObject): string | null {
  if (typeof displayName === 'string' || displayName === null) return displayName
  throw new Error('give a displayName; null deletes')
}

function tenantCall(
  method: string,
  [tenant = '', collection = '', id, part, ...rest]: string[],
  body: Json,
  control: Control,
): Said {
  const place = [tenant, collection, id ?? ''] as const
  switch (`${method} ${id === undefined ? 'all' : (part ?? 'one')}${rest.length > 0 ? ' …' : ''}`) {
    case 'GET all':
      return said(control.list(tenant, collection))
    case 'GET one':
      return said(control.get(...place))
    case 'PUT one':
      control.put(...place, body)
      return said({ stored: id })
    case 'PATCH one':
      control.patch(...place, body)
      return said({ stored: id })
    case 'DELETE one':
      control.remove(...place)
      return said({ removed: id })
    case 'POST setting':
      return said(control.setSetting(...place, body as unknown as SettingChange))
  }
  throw new Error(`the simulator has no ${method} for ${id === undefined ? 'a collection: which policy?' : 'that'}`)
}
