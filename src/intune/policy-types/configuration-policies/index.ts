import { catalogDefinitionIds } from '../../definitions/definition-ids'
import { flattenCatalog } from '../../flatten/catalog'
import type { Graph } from '../../../graph/types'
import { isObject } from '../../../shared/text'
import { requireComplete } from '../../reading/require-complete'
import { nameOrId, parseListed } from '../../reading/listed'
import {
  assignmentsOrUnreadable,
  expandedAssignments,
  requireList,
  readChildLists,
  withoutAssignments,
} from '../../reading/child-lists'
import { definePolicyType } from '../policy-type'
import type { PolicyWithAssignments } from '../../stored/full-policy'
import { ConfigurationPolicy } from './schema'

const source = 'configurationPolicies'
const version = 'beta'
const path = 'deviceManagement/configurationPolicies'
const permission = 'DeviceManagementConfiguration.Read.All'

/** Settings-catalog policies, including security baselines and endpoint security. */
export const configurationPolicies = definePolicyType({
  source,
  version,
  path,
  permission,
  licence: 'INTUNE_A',
  // 100 is the largest page known to work here. On a single policy Graph answers the same `$expand` with an empty list.
  listQuery: { $top: '100', $expand: 'assignments' },
  catalog: 'configurationSettings',
  volatile: new Set(['createdDateTime', 'lastModifiedDateTime', 'isAssigned', 'settingCount', 'priorityMetaData']),
  documented: {
    flattened: 'every setting of the catalog tree, all pages',
    secret: 'values with a `valueState`, settings whose definition has `isSecret`',
  },
  parse: (entry) => parseListed(ConfigurationPolicy, source, entry),
  policyType: ({ templateReference }) => (isSecurity(templateReference) ? 'endpointSecurity' : 'configurationPolicy'),
  policyName: ({ id, name }) => nameOrId(String(id), name),
  readFull,
  definitionIds: ({ settings }) => catalogDefinitionIds(settings),
  flatten: ({ settings }, findDefinition, fingerprint) => flattenCatalog(settings, findDefinition, fingerprint),
})

async function readFull(listed: ConfigurationPolicy, graph: Graph): Promise<PolicyWithAssignments> {
  const own = `${path}/${encodeURIComponent(listed.id)}`
  const expanded = expandedAssignments(listed)
  const [settings, assignments] = await readChildLists(graph, [
    { version, path: `${own}/settings`, query: { $top: '1000' }, permission },
    ...(expanded ? [] : [{ version, path: `${own}/assignments`, permission } as const]),
  ])
  return {
    full: { ...withoutAssignments(listed), settings: requireComplete(requireList(settings), listed.settingCount) },
    assignments: expanded ?? assignmentsOrUnreadable(assignments),
  }
}

function isSecurity(template: unknown): boolean {
  const family = isObject(template) ? template['templateFamily'] : undefined
  return typeof family === 'string' && (family.startsWith('endpointSecurity') || family === 'baseline')
}
