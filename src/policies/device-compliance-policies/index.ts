import { AppError } from '../../errors'
import type { Graph } from '../../graph/types'
import { TYPED_METADATA, flattenTyped } from '../../settings/flatten-typed'
import { isObject } from '../../settings/text'
import { nameOr, parseListed } from '../listed'
import { assignmentsOf, expandedAssignments, readParts } from '../parts'
import { definePolicyType, type ReadPolicy } from '../policy-type'
import { actionLabel, withStableActions } from './scheduled-actions'
import { CompliancePolicy } from './schema'

const source = 'deviceCompliancePolicies'
const version = 'beta'
const path = 'deviceManagement/deviceCompliancePolicies'
const permission = 'DeviceManagementConfiguration.Read.All'
const query = { $expand: 'assignments,scheduledActionsForRule($expand=scheduledActionConfigurations)' }

const shape = {
  metadata: TYPED_METADATA,
  base64: new Set(['deviceCompliancePolicyScript/rulesContent']),
  label: actionLabel,
}

/** Compliance policies of all platforms but Linux, with their actions for noncompliance. */
export const deviceCompliancePolicies = definePolicyType({
  source,
  version,
  path,
  permission,
  listQuery: query,
  catalog: 'settingDefinitions',
  metadata: TYPED_METADATA,
  volatile: new Set(['createdDateTime', 'lastModifiedDateTime', 'version']),
  says: { flattened: 'every typed property, actions for noncompliance', secret: 'nothing: it holds no secrets' },
  parse: (entry) => parseListed(CompliancePolicy, source, entry),
  policyType: () => 'compliancePolicy',
  policyName: ({ id, displayName }) => nameOr(String(id), displayName),
  readWhole,
  comparable: withStableActions,
  definitionIds: () => new Set(),
  flatten: (policy, _names, secrets) => flattenTyped(withStableActions(policy), shape, secrets),
})

/** The list holds all there is, unless Graph left the actions out or did not give all of them: then the policy alone is asked for. */
async function readWhole(listed: CompliancePolicy, graph: Graph): Promise<ReadPolicy> {
  const own = `${path}/${encodeURIComponent(listed.id)}`
  const all = hasAllActions(listed) ? listed : await graph.get({ version, path: own, query, permission })
  if (!isObject(all) || !hasAllActions(all))
    throw new AppError('sync.incomplete', { message: 'The actions for noncompliance were not read to their end.' })
  const { assignments: _, ...policy } = all
  const expanded = expandedAssignments(all)
  if (expanded) return { whole: policy, assignments: expanded }
  const [assignments] = await readParts(graph, [{ version, path: `${own}/assignments`, permission }])
  return { whole: policy, assignments: assignmentsOf(assignments) }
}

function hasAllActions(policy: Record<string, unknown>): boolean {
  const rules = policy['scheduledActionsForRule']
  return isEnded(policy, 'scheduledActionsForRule') && Array.isArray(rules) && rules.every(hasAllConfigurations)
}

function hasAllConfigurations(rule: unknown): boolean {
  const name = 'scheduledActionConfigurations'
  return isObject(rule) && Array.isArray(rule[name]) && isEnded(rule, name)
}

function isEnded(object: Record<string, unknown>, list: string): boolean {
  return !object[`${list}@odata.nextLink`]
}
