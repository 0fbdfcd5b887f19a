import type { Collection, PartCall } from '../collections/collection'
import { registry } from '../collections/registry'
import { isCollection } from '../data/policy'
import { type GraphAnswer, type GraphCall, GraphError, badRequest, notServed } from './answer'
import type { GraphData } from './data'
import { type CatalogName, catalogs } from './definition-catalog'
import { getDefinition, listDefinitions } from './definitions'
import { getGroup, listFilters } from './directory'
import { configurationReaders, groupReaders, requireConfiguration, requireDirectory } from './permissions'
import { getPolicy, listPolicies, policyOf } from './policies'

/** Answers one Graph request by its path. */
export async function route(call: GraphCall, data: GraphData): Promise<GraphAnswer> {
  const template = templateOf(call)
  try {
    const serve = find(call, data)
    if (!serve) throw notServed(template)
    return { ...(await serve()), template }
  } catch (error) {
    if (error instanceof GraphError) return error.answer(template)
    throw error
  }
}

type Serve = () => GraphAnswer | Promise<GraphAnswer>

function find(call: GraphCall, data: GraphData): Serve | undefined {
  const [area, name, id] = call.segments
  if (call.method !== 'GET' || name === undefined) return undefined
  if (area === 'groups' && id === undefined) return withDirectory(call, () => getGroup(call, name))
  if (area !== 'deviceManagement') return undefined
  if (isCollection(name)) return findPolicies(call, registry[name], data)
  if (call.version !== 'beta') return undefined
  if (name === 'assignmentFilters' && id === undefined)
    return withConfiguration(call, () => listFilters(call, data.paging))
  if (isCatalog(name)) return findDefinitions(call, name, data)
  return undefined
}

function findPolicies(call: GraphCall, collection: Collection, data: GraphData): Serve | undefined {
  const [, , id, last, ...rest] = call.segments
  if (!collection.versions.includes(call.version) || rest.length > 0) return undefined
  const whenLicensed = (serve: Serve, permissions = collection.permissions) =>
    withConfiguration(call, () => licensed(call, collection, serve), permissions)
  if (id === undefined) return whenLicensed(() => listPolicies(call, collection, data.paging))
  if (last === undefined) return whenLicensed(() => getPolicy(call, collection, id, data.paging))
  const { name, given } = functionOf(last)
  const part = Object.hasOwn(collection.parts, name) ? collection.parts[name] : undefined
  const asked = (): PartCall => ({ call, collection, policy: policyOf(call, collection, id), data, given })
  return part && whenLicensed(() => part.serve(asked()), part.permissions)
}

function findDefinitions(call: GraphCall, name: CatalogName, { definitions, paging }: GraphData): Serve | undefined {
  const [, , id, ...rest] = call.segments
  const catalog = definitions(call.tenant.id)
  if (rest.length > 0) return undefined
  return withConfiguration(call, () =>
    id === undefined ? listDefinitions(call, name, catalog, paging) : getDefinition(call, name, id, catalog),
  )
}

function withConfiguration(call: GraphCall, serve: Serve, permissions = configurationReaders): Serve {
  return () => {
    requireConfiguration(call, permissions)
    return serve()
  }
}

function withDirectory(call: GraphCall, serve: Serve): Serve {
  return () => {
    requireDirectory(call, groupReaders)
    return serve()
  }
}

/** Throws Graph's 400 when the tenant has no licence for the collection. */
function licensed(call: GraphCall, { name }: Collection, serve: Serve): ReturnType<Serve> {
  if (call.tenant.unlicensed.has(name)) throw badRequest('Request not applicable to target tenant.')
  return serve()
}

function isCatalog(name: string): name is CatalogName {
  return (catalogs as readonly string[]).includes(name)
}

/** Parses a last path segment `name(key='value')`; other segments are plain names. */
function functionOf(segment: string): { name: string; given: Record<string, string> } {
  const [, name, key, value] = /^(?:microsoft\.graph\.)?(\w+)\((\w+)='(.*)'\)$/.exec(segment) ?? []
  if (name === undefined || key === undefined || value === undefined) return { name: segment, given: {} }
  return { name, given: { [key]: value.replaceAll("''", "'") } }
}

/** Returns e.g. `GET /beta/deviceManagement/configurationPolicies/{id}/settings`. */
export function templateOf({ method, version, segments }: Pick<GraphCall, 'method' | 'version' | 'segments'>): string {
  const idAt = segments[0] === 'groups' ? 1 : segments[0]?.startsWith('device') ? 2 : -1
  const places = segments.map((segment, i) => (i === idAt ? '{id}' : functionOf(segment).name))
  return `${method} /${version}/${places.join('/')}`
}

/** Returns the decoded path segments; `name('id')` gives two. Undefined for a path that cannot be decoded. */
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
