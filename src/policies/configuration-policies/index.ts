import { catalogDefinitionIds } from '../../settings/definition-ids'
import { flattenCatalog } from '../../settings/flatten-catalog'
import { nameOr, parseListed } from '../listed'
import { definePolicyType } from '../policy-type'
import { readSettings } from '../read-settings'
import { ConfigurationPolicy } from './schema'

const source = 'configurationPolicies'
const version = 'beta'
const path = 'deviceManagement/configurationPolicies'

/** Settings-catalog policies, security baselines and endpoint security among them. */
export const configurationPolicies = definePolicyType({
  source,
  version,
  path,
  permission: 'DeviceManagementConfiguration.Read.All',
  // The largest page that Graph is known to accept here.
  listQuery: { $top: '100' },
  catalog: 'configurationSettings',
  parse: (entry) => parseListed(ConfigurationPolicy, source, entry),
  policyType: ({ templateReference }: ConfigurationPolicy) =>
    isSecurity(templateReference?.templateFamily ?? '') ? 'endpointSecurity' : 'configurationPolicy',
  policyName: ({ id, name }) => nameOr(id, name),
  readWhole: ({ id, settingCount }, graph) =>
    readSettings({ version, path: `${path}/${encodeURIComponent(id)}`, settingCount }, graph),
  definitionIds: catalogDefinitionIds,
  flatten: flattenCatalog,
})

function isSecurity(templateFamily: string): boolean {
  return templateFamily.startsWith('endpointSecurity') || templateFamily === 'baseline'
}
