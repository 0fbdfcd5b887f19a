import { AppError } from '../../errors'
import type { Graph } from '../../graph/types'
import { TYPED_METADATA, flattenTyped } from '../../settings/flatten-typed'
import { isObject } from '../../settings/text'
import { nameOr, parseListed } from '../listed'
import { definePolicyType } from '../policy-type'
import { actionLabel, withStableActions } from './scheduled-actions'
import { CompliancePolicy } from './schema'

const source = 'deviceCompliancePolicies'
const version = 'beta'
const path = 'deviceManagement/deviceCompliancePolicies'
const query = { $expand: 'scheduledActionsForRule($expand=scheduledActionConfigurations)' }

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
  permission: 'DeviceManagementConfiguration.Read.All',
  listQuery: query,
  catalog: null,
  parse: (entry) => parseListed(CompliancePolicy, source, entry),
  policyType: () => 'compliancePolicy',
  policyName: ({ id, displayName }: CompliancePolicy) => nameOr(id, displayName),
  readWhole,
  definitionIds: () => new Set(),
  flatten: (whole, _names, secrets) => flattenTyped(withStableActions(whole), shape, secrets),
})

/** The list holds all there is, unless Graph left the actions out or did not give all of them: then the policy alone is asked for. */
async function readWhole(listed: CompliancePolicy, graph: Graph): Promise<Record<string, unknown>> {
  if (hasAllActions(listed)) return listed
  const whole = await graph.get({ version, path: `${path}/${encodeURIComponent(listed.id)}`, query })
  if (isObject(whole) && hasAllActions(whole)) return whole
  throw new AppError('sync.incomplete', { message: 'The actions for noncompliance were not read to their end.' })
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
