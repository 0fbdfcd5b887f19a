import type { Child } from '../collections/record'
import type { Policy } from '../data/policy'
import type { CatalogName, DefinitionCatalog } from '../graph/definition-catalog'
import { settingAsSent } from '../graph/as-sent'
import { settingsSize } from '../graph/page'
import { type JsonObject, isObject } from '../json'

/** No list of the catalog says `isAssigned` unless it is asked for (captures of 2026). */
export function listedInCatalog(item: JsonObject, selected: readonly string[]): JsonObject {
  if (selected.includes('isAssigned')) return item
  const { isAssigned: _isAssigned, ...shown } = item
  return shown
}

/** The properties of a settings-catalog policy that follow from what is below it. */
export const countsOfCatalog = (policy: Pick<Policy, 'list'>): JsonObject => ({
  settingCount: policy.list('settings').size,
  isAssigned: policy.list('assignments').size > 0,
})

/** The settings of a settings-catalog policy; on their own path `$expand=settingDefinitions` adds the definitions. */
export function catalogSettings(catalog: CatalogName): Child {
  return {
    page: settingsSize,
    expand: { list: 'firstPage', item: 'whole' },
    children: {
      settingDefinitions: {
        expand: { list: 'whole', item: 'whole' },
        entries: async (setting, { definitions }, tenantId) => {
          const found = definitions(tenantId)
          await found.ready()
          return definitionsOf(setting.item(), catalog, found)
        },
      },
    },
    sent: settingAsSent,
    // exports may contain only the instances
    stored: (setting, index) => ({
      id: String(index),
      settingInstance: isObject(setting['settingInstance']) ? setting['settingInstance'] : setting,
    }),
  }
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
