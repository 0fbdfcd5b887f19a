import { complianceBase } from '../data/compliance-properties'
import type { CollectionName, Policy } from '../data/policy'
import { catalogSelectable } from '../data/stored-policy'
import { type JsonObject, isObject } from '../json'
import { type GraphAnswer, type GraphCall, GraphError, badRequest } from './answer'
import type { DefinitionCatalog } from './definition-catalog'
import { type Page, type PageSize, type Paging, nextLinkOf, page } from './page'
import { type Expand, allowExpand, parseQuery } from './query'

const listSizes: Readonly<Record<CollectionName, PageSize>> = {
  configurationPolicies: { normal: 25, max: 100 },
  deviceCompliancePolicies: { normal: 100, max: 1000 },
}

const settingsSize: PageSize = { normal: 25, max: 1000 }

const actions = ['scheduledActionConfigurations']

const expandable = {
  configurationPolicies: { assignments: [], settings: [] },
  deviceCompliancePolicies: { assignments: [], scheduledActionsForRule: actions },
} as const

export function listPolicies(call: GraphCall, collection: CollectionName, paging: Paging): GraphAnswer {
  const query = parseQuery(call.query, call.version)
  const expand = allowExpand(query.expand, expandable[collection])
  const select = selection(collection, query.select)
  const { tenant } = call
  const { items, nextLink } = page(
    call,
    query,
    listSizes[collection],
    {
      size: tenant.size(collection),
      at: (position) => {
        const policy = tenant.at(collection, position)
        return policy && { ...select(policy.listed()), ...expanded(call, policy, expand, paging, true) }
      },
    },
    paging,
  )
  return {
    status: 200,
    body: collectionBody(call, `deviceManagement/${collection}`, { items, ...(nextLink && { nextLink }) }),
  }
}

export function getPolicy(call: GraphCall, collection: CollectionName, id: string, paging: Paging): GraphAnswer {
  const query = parseQuery(call.query, call.version)
  if (query.top !== undefined || query.skipToken !== undefined)
    throw badRequest("The query parameter '$top' is not supported here.")
  const expand = allowExpand(query.expand, expandable[collection])
  const policy = policyOr404(call, collection, id)
  const context = `https://graph.microsoft.com/${call.version}/$metadata#deviceManagement/${collection}/$entity`
  const listed = selection(collection, query.select)(policy.listed())
  return {
    status: 200,
    body: { '@odata.context': context, ...listed, ...expanded(call, policy, expand, paging, false) },
  }
}

export function listAssignments(call: GraphCall, collection: CollectionName, id: string, paging: Paging): GraphAnswer {
  const query = parseQuery(call.query, call.version)
  allowExpand(query.expand, {})
  const assignments = policyOr404(call, collection, id).assignments()
  const list = { size: assignments.length, at: (n: number) => assignments[n] }
  const found = page(call, query, { normal: 1000, max: 1000 }, list, paging)
  return { status: 200, body: collectionBody(call, `deviceManagement/${collection}('${id}')/assignments`, found) }
}

/** The scheduled actions of a compliance policy, on their own. */
export function listActions(call: GraphCall, id: string, paging: Paging): GraphAnswer {
  const query = parseQuery(call.query, call.version)
  const expand = allowExpand(query.expand, { scheduledActionConfigurations: [] })
  const rules = rulesOf(policyOr404(call, 'deviceCompliancePolicies', id), expand.has('scheduledActionConfigurations'))
  const found = page(call, query, { normal: 1000, max: 1000 }, { size: rules.length, at: (n) => rules[n] }, paging)
  return {
    status: 200,
    body: collectionBody(call, `deviceManagement/deviceCompliancePolicies('${id}')/scheduledActionsForRule`, found),
  }
}

export async function listSettings(
  call: GraphCall,
  id: string,
  paging: Paging,
  catalog: DefinitionCatalog,
): Promise<GraphAnswer> {
  const query = parseQuery(call.query, call.version)
  const withDefinitions = allowExpand(query.expand, { settingDefinitions: [] }).has('settingDefinitions')
  const policy = policyOr404(call, 'configurationPolicies', id)
  const list = { size: policy.settingCount, at: (n: number) => policy.settings(n, n + 1)[0] }
  const found = page(call, query, settingsSize, list, paging)
  if (withDefinitions) {
    await catalog.ready()
    found.items = found.items.map((setting) => ({ ...setting, settingDefinitions: definitionsOf(setting, catalog) }))
  }
  return { status: 200, body: collectionBody(call, `deviceManagement/configurationPolicies('${id}')/settings`, found) }
}

/** Graph answers for a missing catalog policy with 400. */
function policyOr404(call: GraphCall, collection: CollectionName, id: string): Policy {
  const policy = call.tenant.get(collection, id)
  if (policy) return policy
  const status = collection === 'configurationPolicies' ? 400 : 404
  throw new GraphError(status, 'ResourceNotFound', `Resource not found: no ${collection} with id '${id}'.`)
}

function collectionBody(call: GraphCall, path: string, { items, nextLink }: Page<JsonObject>): JsonObject {
  return {
    '@odata.context': `https://graph.microsoft.com/${call.version}/$metadata#${path}`,
    '@odata.count': items.length,
    ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
    value: items,
  }
}

function selection(collection: CollectionName, names: string[] | undefined): (policy: JsonObject) => JsonObject {
  if (!names) return (policy) => policy
  if (collection === 'configurationPolicies') {
    const unknown = names.find((name) => !catalogSelectable.has(name))
    if (unknown !== undefined)
      throw badRequest(`Parsing OData Select and Expand failed: Could not find a property named '${unknown}'.`)
  } else {
    const unknown = names.find((name) => !(complianceBase as readonly string[]).includes(name))
    // A property of a derived type is selected with a cast that this list does not have.
    if (unknown !== undefined)
      throw badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.deviceCompliancePolicy'.`,
      )
  }
  const wanted = new Set([...names, '@odata.type'])
  return (policy) => Object.fromEntries(Object.entries(policy).filter(([key]) => wanted.has(key)))
}

function expanded(
  call: GraphCall,
  policy: Policy,
  expand: Map<string, Expand[]>,
  paging: Paging,
  inList: boolean,
): JsonObject {
  const body: JsonObject = {}
  if (expand.has('assignments')) {
    // Graph answers [] for a single catalog policy although it is assigned; in the list it tells them.
    const hidden = !inList && call.segments[1] === 'configurationPolicies'
    body['assignments'] = hidden ? [] : policy.assignments()
  }
  if (expand.has('settings')) {
    const cut = inList && policy.settingCount > settingsSize.normal
    body['settings'] = policy.settings(0, cut ? settingsSize.normal : policy.settingCount)
    if (cut) {
      const segments = ['deviceManagement', 'configurationPolicies', policy.id, 'settings']
      const next = { at: settingsSize.normal, of: policy.settingCount, order: 0 }
      body['settings@odata.nextLink'] = nextLinkOf({ ...call, segments, query: '' }, '', paging, next)
    }
  }
  const rules = expand.get('scheduledActionsForRule')
  if (rules) body['scheduledActionsForRule'] = rulesOf(policy, rules.length > 0)
  return body
}

function rulesOf(policy: Policy, withActions: boolean): JsonObject[] {
  return policy.scheduledActions().map((rule) => {
    if (withActions) return rule
    const { scheduledActionConfigurations: _, ...bare } = rule
    return bare
  })
}

/** The definitions of one setting and of everything below it, each once. */
function definitionsOf(setting: JsonObject, catalog: DefinitionCatalog): JsonObject[] {
  const ids = new Map<string, JsonObject>()
  const visit = (value: unknown) => {
    if (Array.isArray(value)) for (const item of value) visit(item)
    else if (isObject(value)) {
      const id = value['settingDefinitionId']
      const found =
        typeof id === 'string' && !ids.has(id.toLowerCase()) ? catalog.find('configurationSettings', id) : undefined
      if (found) ids.set(String(id).toLowerCase(), JSON.parse(found.toString()) as JsonObject)
      for (const item of Object.values(value)) visit(item)
    }
  }
  visit(setting)
  return [...ids.values()]
}
