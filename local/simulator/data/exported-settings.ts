import { type JsonObject, objects } from '../json'
import { typeOf } from './typed'

/** What an exported object without a type has in `settings`, which several collections have. */
export type SettingsKind = 'values of an intent' | 'linux compliance' | 'settings catalog'

/** Tells policies with settings apart by their content; undefined for an object with a type or without settings. */
export function settingsKind(object: JsonObject): SettingsKind | undefined {
  if (typeOf(object) !== '') return undefined
  if (Array.isArray(object['settingsDelta'])) return 'values of an intent'
  if (!Array.isArray(object['settings'])) return undefined
  const settings = objects(object['settings'])
  if (settings.some((setting) => 'valueJson' in setting)) return 'values of an intent'
  const context = String(object['@odata.context'] ?? '')
  const linux = /linux/i.test(String(object['platforms'])) && JSON.stringify(settings).includes('Id":"linux_')
  return linux || /[/#]compliance/.test(context) ? 'linux compliance' : 'settings catalog'
}
