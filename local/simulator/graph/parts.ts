import type { Part, PartCall } from '../collections/collection'
import { isMasked } from '../data/leaves/oma'
import { type JsonObject, isObject, objects } from '../json'
import { hash32 } from '../seed'
import { type GraphAnswer, GraphError, badRequest } from './answer'
import { collectionBody } from './body'
import type { CatalogName, DefinitionCatalog } from './definition-catalog'
import { rulesOf, settingsSize } from './expandables'
import { type PageSize, page } from './page'
import { secretReaders } from './permissions'
import { allowExpand, type Query, parseQuery } from './query'

const wholeSize: PageSize = { normal: 1000, max: 1000 }

export const assignments: Part = {
  serve: (asked) => {
    const query = parseQuery(asked.call.query, asked.call.version)
    allowExpand(query.expand, {})
    const list = asked.policy.assignments()
    return listed('assignments', asked, query, wholeSize, { size: list.length, at: (n) => list[n] })
  },
}

export const scheduledActions: Part = {
  serve: (asked) => {
    const query = parseQuery(asked.call.query, asked.call.version)
    const expand = allowExpand(query.expand, { scheduledActionConfigurations: {} })
    const rules = rulesOf(asked.policy, expand.has('scheduledActionConfigurations'))
    return listed('scheduledActionsForRule', asked, query, wholeSize, { size: rules.length, at: (n) => rules[n] })
  },
}

/** The settings of an intent. */
export const settings: Part = {
  serve: (asked) => {
    const query = parseQuery(asked.call.query, asked.call.version)
    allowExpand(query.expand, {})
    return listed('settings', asked, query, settingsSize, settingsOf(asked))
  },
}

/** The settings of a settings-catalog policy; `$expand=settingDefinitions` adds the definitions. */
export function catalogSettings(name: CatalogName): Part {
  return {
    serve: async (asked) => {
      const { call, data } = asked
      const query = parseQuery(call.query, call.version)
      if (!allowExpand(query.expand, { settingDefinitions: {} }).has('settingDefinitions'))
        return listed('settings', asked, query, settingsSize, settingsOf(asked))
      const catalog = data.definitions(call.tenant.id)
      await catalog.ready()
      return listed('settings', asked, query, settingsSize, settingsOf(asked), (setting) => ({
        ...setting,
        settingDefinitions: definitionsOf(setting, name, catalog),
      }))
    },
  }
}

/** The plain text of a masked OMA setting. Needs a write permission. */
export const omaPlainText: Part = {
  permissions: secretReaders,
  serve: ({ call, policy, given }) => {
    const reference = given['secretReferenceValueId']
    const known = objects(policy.listed()['omaSettings']).some(
      (setting) => isMasked(setting) && setting['secretReferenceValueId'] === reference,
    )
    if (reference === undefined) throw badRequest('The parameter secretReferenceValueId is missing.')
    if (!known) throw new GraphError(404, 'ResourceNotFound', `Resource not found: no secret '${reference}'.`)
    const context = `https://graph.microsoft.com/${call.version}/$metadata#Edm.String`
    return { status: 200, body: { '@odata.context': context, value: plainTextOf(reference) } }
  },
}

/** Returns the plain text of a secret, the same for the same reference. */
function plainTextOf(reference: string): string {
  return `plain-${hash32('oma', reference).toString(16)}`
}

interface List {
  size: number
  at(n: number): JsonObject | undefined
}

function settingsOf({ policy }: PartCall): List {
  return { size: policy.settingCount, at: (n) => policy.settings(n, n + 1)[0] }
}

function listed(
  name: string,
  { call, collection, policy, data }: PartCall,
  query: Query,
  size: PageSize,
  list: List,
  transform: (item: JsonObject) => JsonObject = (item) => item,
): GraphAnswer {
  const { items, ...rest } = page(call, query, size, list, data.paging)
  const path = `deviceManagement/${collection.name}('${policy.id}')/${name}`
  return { status: 200, body: collectionBody(call, path, { ...rest, items: items.map(transform) }) }
}

/** Returns the definitions of a setting and of all settings below it, each once. */
function definitionsOf(setting: JsonObject, name: CatalogName, catalog: DefinitionCatalog): JsonObject[] {
  const ids = new Map<string, JsonObject>()
  const visit = (value: unknown) => {
    if (Array.isArray(value)) for (const item of value) visit(item)
    else if (isObject(value)) {
      const id = value['settingDefinitionId']
      const found = typeof id === 'string' && !ids.has(id.toLowerCase()) ? catalog.find(name, id) : undefined
      if (found) ids.set(String(id).toLowerCase(), JSON.parse(found.toString()) as JsonObject)
      for (const item of Object.values(value)) visit(item)
    }
  }
  visit(setting)
  return [...ids.values()]
}
