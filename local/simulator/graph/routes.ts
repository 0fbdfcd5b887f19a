import type { Collection } from '../collections/record'
import { type GraphAnswer, type GraphCall, GraphError, badRequest, notServed } from './answer'
import { getBelow } from './below'
import type { GraphData } from './data'
import { type CatalogName, catalogs } from './definition-catalog'
import { getDefinition, listDefinitions } from './definitions'
import { getGroup, getOf, listFilters, listGroups, listScopeTags, listTagAssignments } from './directory'
import { getNotificationTemplate } from './notification-templates'
import { listOrganizations, listSkus } from './organization'
import { describe } from './path'
import {
  configurationReaders,
  groupReaders,
  licenceReaders,
  organizationReaders,
  requireConfiguration,
  requireDirectory,
  requireFor,
} from './permissions'
import { type Place, functionOf, placeOf } from './place'
import { getPolicy, listPolicies, policyOf } from './policies'
import { listCategories, listTemplates } from './templates'

/** Answers one Graph request by its path. */
export async function route(
  call: GraphCall,
  data: GraphData,
  collections: readonly Collection[],
): Promise<GraphAnswer> {
  const { template } = describe(call, collections)
  try {
    const serve = find(call, data, collections)
    if (!serve) throw notServed(template)
    return { ...(await serve()), template }
  } catch (error) {
    if (error instanceof GraphError) return error.answer(template)
    throw error
  }
}

type Serve = () => GraphAnswer | Promise<GraphAnswer>

function find(call: GraphCall, data: GraphData, collections: readonly Collection[]): Serve | undefined {
  if (call.method !== 'GET') return undefined
  const shared = findDirectory(call, data, collections) ?? findIntune(call, data, collections)
  if (shared) return shared
  const place = placeOf(call.segments, collections)
  return place && findPolicies(call, place, data)
}

/** Paths of the directory. */
function findDirectory(call: GraphCall, data: GraphData, collections: readonly Collection[]): Serve | undefined {
  const [area, id, ...rest] = call.segments
  if (rest.length > 0) return undefined
  const allowed = (permissions: readonly string[], serve: Serve) => () => {
    requireDirectory(call, permissions)
    return serve()
  }
  if (area === 'groups' && id !== undefined) return allowed(groupReaders, () => getGroup(call, id))
  if (id !== undefined) return undefined
  if (area === 'groups') return allowed(groupReaders, () => listGroups(call, data.paging))
  if (area === 'organization') return allowed(organizationReaders, () => listOrganizations(call, data.paging))
  if (area === 'subscribedSkus') return allowed(licenceReaders, () => listSkus(call, collections, data.paging))
  return undefined
}

/** Paths of Intune that are no collection of policies. */
function findIntune(
  call: GraphCall,
  { definitions, paging }: GraphData,
  collections: readonly Collection[],
): Serve | undefined {
  const [area, name, id, ...rest] = call.segments
  if (area !== 'deviceManagement' || call.version !== 'beta') return undefined
  const allowed = (serve: Serve) => () => {
    requireConfiguration(call, configurationReaders)
    return serve()
  }
  if (name === 'templates' && id !== undefined && rest.join('/') === 'categories')
    return allowed(() => listCategories(call, id, paging))
  if (name === 'roleScopeTags' && id !== undefined && rest.join('/') === 'assignments')
    return allowed(() => listTagAssignments(call, id, paging))
  if (rest.length > 0) return undefined
  if (name === 'notificationMessageTemplates' && id !== undefined)
    return allowed(() => getNotificationTemplate(call, id, collections))
  if (name === 'templates' && id === undefined) return allowed(() => listTemplates(call, paging))
  if (name === 'assignmentFilters' || name === 'roleScopeTags')
    return allowed(() => {
      if (id !== undefined) return getOf(call, name, id)
      return name === 'roleScopeTags' ? listScopeTags(call, paging) : listFilters(call, paging)
    })
  if (!isCatalog(name)) return undefined
  const catalog = definitions(call.tenant.id)
  return allowed(() =>
    id === undefined ? listDefinitions(call, name, catalog, paging) : getDefinition(call, name, id, catalog),
  )
}

/** Paths of a collection of policies. */
function findPolicies(call: GraphCall, place: Place, data: GraphData): Serve | undefined {
  const { collection, id, steps, rest } = place
  if (!collection.versions.includes(call.version)) return undefined
  if (rest.length > 0) return findFunction(call, place)
  if (!steps.every(({ child }) => child.single || child.page !== undefined)) return undefined
  const permissions = steps.reduce((above, { child }) => child.permissions ?? above, collection.permissions)
  return allowedAndLicensed(call, collection, permissions, () => {
    if (steps.length > 0) return getBelow(call, place, data)
    return collection.singleton || id !== undefined
      ? getPolicy(call, collection, id, data)
      : listPolicies(call, collection, data)
  })
}

function findFunction(call: GraphCall, { collection, id, steps, rest }: Place): Serve | undefined {
  const [segment = '', ...more] = rest
  const { name, given } = functionOf(segment)
  const { functions = {}, permissions, singleton } = collection
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (!found || steps.length > 0 || more.length > 0 || (!singleton && id === undefined)) return undefined
  return allowedAndLicensed(call, collection, found.permissions ?? permissions, () =>
    found.serve(call, policyOf(call, collection, id), given),
  )
}

/** Throws the 403 of the service, or Graph's 400 when the tenant has no licence for the collection. */
function allowedAndLicensed(
  call: GraphCall,
  { path, name }: Collection,
  permissions: readonly string[],
  serve: Serve,
): Serve {
  return () => {
    requireFor(path, call, permissions)
    if (call.tenant.unlicensed.has(name)) throw badRequest('Request not applicable to target tenant.')
    return serve()
  }
}

function isCatalog(name: string | undefined): name is CatalogName {
  return (catalogs as readonly (string | undefined)[]).includes(name)
}
