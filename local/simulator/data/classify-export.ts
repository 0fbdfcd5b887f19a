import { typeOf } from '../collections/typed'
import { type JsonObject, objects } from '../json'
import type { CollectionName } from './policy'

type Classified = { collection: CollectionName } | { why: string }

const catalogTypes: Readonly<Record<string, CollectionName>> = {
  deviceManagementConfigurationPolicy: 'configurationPolicies',
  deviceManagementCompliancePolicy: 'compliancePolicies',
  deviceManagementIntent: 'intents',
}

/** Types of other collections whose names end like device configurations. */
const otherConfigurations = /Enrollment|MobileAppConfiguration|ManagedApp|groupPolicy|hardwareConfiguration/i

/** Finds the collection of an exported object by its type or properties. Returns the reason when there is none. */
export function classifyExport(object: JsonObject): Classified {
  const type = typeOf(object)
  const known = catalogTypes[type]
  if (known) return { collection: known }
  if (type.endsWith('CompliancePolicy')) return { collection: 'deviceCompliancePolicies' }
  if (isDeviceConfiguration(type)) return { collection: 'deviceConfigurations' }
  if (type !== '') return { why: `${type} is not served` }
  if (Array.isArray(object['settingsDelta'])) return { collection: 'intents' }
  if (Array.isArray(object['settings'])) return { collection: settingsOwner(object) }
  return { why: `not a policy of a served collection (${Object.keys(object).slice(0, 3).join(', ')} …)` }
}

function isDeviceConfiguration(type: string): boolean {
  return /(Configuration|CertificateProfile|TrustedRootCertificate)$/.test(type) && !otherConfigurations.test(type)
}

/** Decides by the content of `settings`, because three collections have them. */
function settingsOwner(object: JsonObject): CollectionName {
  const settings = objects(object['settings'])
  if (settings.some((setting) => 'valueJson' in setting)) return 'intents'
  const context = String(object['@odata.context'] ?? '')
  const linux = /linux/i.test(String(object['platforms'])) && JSON.stringify(settings).includes('Id":"linux_')
  return linux || /(\/|#)compliancePolicies/.test(context) ? 'compliancePolicies' : 'configurationPolicies'
}
