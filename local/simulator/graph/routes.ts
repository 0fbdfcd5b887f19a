import { isCollection } from '../data/policy'
import { type GraphAnswer, type GraphCall, GraphError, notServed } from './answer'
import { type CatalogName, type DefinitionCatalog, catalogs } from './definition-catalog'
import { getDefinition, listDefinitions } from './definitions'
import type { Paging } from './page'
import { getPolicy, listActions, listAssignments, listPolicies, listSettings } from './policies'

export interface GraphData {
  paging: Paging
  definitions(tenantId: string): DefinitionCatalog
}

const readers = ['DeviceManagementConfiguration.Read.All', 'DeviceManagementConfiguration.ReadWrite.All']

/** Everything of Graph that is served, by path. */
export async function route(call: GraphCall, data: GraphData): Promise<GraphAnswer> {
  const template = templateOf(call)
  try {
    const serve = find(call, data)
    if (!serve) throw notServed(template)
    if (!call.roles.some((role) => readers.includes(role)))
      throw new GraphError(
        403,
        'Forbidden',
        `Application is not authorized to perform this operation. Application must have one of the following scopes: ${readers.join(', ')}`,
      )
    return { ...(await serve()), template }
  } catch (error) {
    if (error instanceof GraphError) return error.answer(template)
    throw error
  }
}

type Serve = () => GraphAnswer | Promise<GraphAnswer>

function find(call: GraphCall, { paging, definitions }: GraphData): Serve | undefined {
  const [area, collection, id, part, ...rest] = call.segments
  if (call.method !== 'GET' || area !== 'deviceManagement' || collection === undefined || rest.length > 0)
    return undefined
  if (isCatalog(collection)) {
    const catalog = definitions(call.tenant.id)
    if (call.version !== 'beta') return undefined
    if (id === undefined) return () => listDefinitions(call, collection, catalog, paging)
    return part === undefined ? () => getDefinition(call, collection, id, catalog) : undefined
  }
  if (!isCollection(collection)) return undefined
  // The settings catalog is on beta alone.
  if (collection === 'configurationPolicies' && call.version !== 'beta') return undefined
  if (id === undefined) return () => listPolicies(call, collection, paging)
  if (part === undefined) return () => getPolicy(call, collection, id, paging)
  if (part === 'assignments') return () => listAssignments(call, collection, id, paging)
  if (part === 'settings' && collection === 'configurationPolicies')
    return () => listSettings(call, id, paging, definitions(call.tenant.id))
  if (part === 'scheduledActionsForRule' && collection === 'deviceCompliancePolicies')
    return () => listActions(call, id, paging)
  return undefined
}

function isCatalog(name: string): name is CatalogName {
  return (catalogs as readonly string[]).includes(name)
}

/** `GET /beta/deviceManagement/configurationPolicies/{id}/settings`. */
export function templateOf({ method, version, segments }: Pick<GraphCall, 'method' | 'version' | 'segments'>): string {
  const places = segments.map((segment, i) => (i === 2 && segments[0]?.startsWith('device') ? '{id}' : segment))
  return `${method} /${version}/${places.join('/')}`
}

/** Path segments, decoded; `name('id')` is two of them. Undefined for a path that cannot be decoded. */
export function segmentsOf(path: string): string[] | undefined {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .flatMap((part) => {
        const key = /^(\w+)\((?:'|%27)(.*)(?:'|%27)\)$/.exec(part)
        return key ? [key[1]!, decodeURIComponent(key[2]!)] : [decodeURIComponent(part)]
      })
  } catch {
    return undefined
  }
}
