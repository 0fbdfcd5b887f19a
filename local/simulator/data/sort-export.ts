import { typeOf } from '../collections/typed'
import { type JsonObject, objects } from '../json'
import type { CollectionName } from './policy'

type Sorted = { collection: CollectionName } | { why: string }

const catalogTypes: Readonly<Record<string, CollectionName>> = {
  deviceManagementConfigurationPolicy: 'configurationPolicies',
  deviceManagementCompliancePolicy: 'compliancePolicies',
  deviceManagementIntent: 'intents',
}

/** Types of other collections that are called like device configurations. */
const otherConfigurations = /Enrollment|MobileAppConfiguration|ManagedApp|groupPolicy|hardwareConfiguration/i

/** Which collection an exported object belongs to, by its shape; exports rarely say so. */
export function sortExport(object: JsonObject): Sorted {
  const type = typeOf(object)
  const known = catalogTypes[type]
  if (known) return { collection: known }
  if (type.endsWith('CompliancePolicy')) return { collection: 'deviceCompliancePolicies' }
  if (isDeviceConfiguration(type)) return { collection: 'deviceConfigurations' }
  if (type !== '') return { why: `${type} is not served` }
  if (Array.isArray(object['settingsDelta'])) return { collection: 'intents' }
  if (Array.isArray(object['settings'])) return { collection: settingsOwner(object) }
  return { why: `no policy of a kind that is served (${Object.keys(object).slice(0, 3).join(', ')} …)` }
}

function isDeviceConfiguration(type: string): boolean {
  return /(Configuration|CertificateProfile|TrustedRootCertificate)$/.test(type) && !otherConfigurations.test(type)
}

/** Three collections have `settings`; what is in them tells whose they are. */
function settingsOwner(object: JsonObject): CollectionName {
  const settings = objects(object['settings'])
  if (settings.some((setting) => 'valueJson' in setting)) return 'intents'
  const context = String(object['@odata.context'] ?? '')
  const linux = /linux/i.test(String(object['platforms'])) && JSON.stringify(settings).includes('Id":"linux_')
  return linux || /(\/|#)compliancePolicies/.test(context) ? 'compliancePolicies' : 'configurationPolicies'
}
