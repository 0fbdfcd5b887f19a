import type { DataObject, Template } from '../template'

type Own = Omit<Template, 'collection' | 'settings' | 'properties'>

/** A template of the settings catalog for Windows; `family` makes it one of endpoint security. */
export function windowsCatalog({ family, ...own }: Own & { family?: string }, settings: DataObject): Template {
  const templateFamily = family === undefined ? 'none' : `endpointSecurity${family}`
  const technologies = family === undefined ? 'mdm' : 'mdm,microsoftSense'
  return catalog({ ...own }, { platforms: 'windows10', technologies, ...templateOf(templateFamily) }, settings)
}

export function macCatalog(own: Own, settings: DataObject): Template {
  return catalog(own, { platforms: 'macOS', technologies: 'mdm,appleRemoteManagement' }, settings)
}

export function iosCatalog(own: Own, settings: DataObject): Template {
  return catalog(own, { platforms: 'iOS', technologies: 'mdm,appleRemoteManagement' }, settings)
}

export function linuxCatalog(own: Own, settings: DataObject): Template {
  const template = templateOf('endpointSecurityAntivirus')
  return catalog(own, { platforms: 'linux', technologies: 'microsoftSense', ...template }, settings)
}

/** A choice that is enabled, with the settings below it. */
export const enabled = (below: DataObject) => [1, below] as const

function catalog(own: Own, properties: DataObject, settings: DataObject): Template {
  return { collection: 'configurationPolicies', ...own, properties, settings }
}

function templateOf(templateFamily: string): DataObject {
  const displayName = templateFamily.replace('endpointSecurity', '').replaceAll(/(?!^)([A-Z])/g, ' $1')
  if (templateFamily === 'none') return {}
  return {
    templateReference: {
      templateId: '',
      templateFamily,
      templateDisplayName: displayName,
      templateDisplayVersion: 'Version 1',
    },
  }
}
