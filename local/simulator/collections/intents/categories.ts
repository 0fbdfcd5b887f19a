import type { Child } from '../record'
import { takeEntries } from '../../data/policy'
import { settingsSize, wholeSize } from '../../graph/page'
import type { JsonObject } from '../../json'
import { hash32, uuid } from '../../seed'

const names = ['Device', 'Security'] as const

/** The categories of a template, which are also those of its intents. */
export function categoriesOf(templateId: string): JsonObject[] {
  return names.map((displayName) => ({
    id: uuid(templateId, 'category', displayName),
    displayName,
    description: null,
    hasRequiredSetting: false,
  }))
}

/** The same settings once more, by category. Export tools read them there. */
export const categories: Child = {
  page: wholeSize,
  expand: {},
  children: { settings: { page: settingsSize, expand: {} } },
  entries(intent) {
    const settings = takeEntries(intent.list('settings'))
    const isIn = (n: number) => (setting: JsonObject) => hash32(String(setting['definitionId'])) % names.length === n
    return categoriesOf(String(intent.item()['templateId'])).map((category, n) => ({
      ...category,
      settings: settings.filter(isIn(n)),
    }))
  },
}
