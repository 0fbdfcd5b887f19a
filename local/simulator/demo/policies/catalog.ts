import type { DataObject, Template } from '../template'
import { endpointSecurity, type EndpointSecurity, linuxAntivirus } from './endpoint-security'

type Own = Omit<Template, 'collection' | 'settings' | 'properties'>

/** A template of the settings catalog for Windows; `security` makes it one of endpoint security. */
export function windowsCatalog(
  { security, ...own }: Own & { security?: EndpointSecurity },
  settings: DataObject,
): Template {
  const made = security === undefined ? { technologies: 'mdm' } : endpointSecurity(security)
  return catalog(own, { platforms: 'windows10', ...made }, settings)
}

export function macCatalog(own: Own, settings: DataObject): Template {
  return catalog(own, { platforms: 'macOS', technologies: 'mdm,appleRemoteManagement' }, settings)
}

export function iosCatalog(own: Own, settings: DataObject): Template {
  return catalog(own, { platforms: 'iOS', technologies: 'mdm,appleRemoteManagement' }, settings)
}

export function linuxCatalog(own: Own, settings: DataObject): Template {
  return catalog(own, { platforms: 'linux', ...linuxAntivirus }, settings)
}

/** A choice that is enabled, with the settings below it. */
export const enabled = (below: DataObject) => [1, below] as const

function catalog(own: Own, properties: DataObject, settings: DataObject): Template {
  return { collection: 'configurationPolicies', ...own, properties, settings }
}
