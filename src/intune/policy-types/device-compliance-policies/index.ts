import type { Graph } from '../../../graph/types'
import { TYPED_METADATA } from '../../flatten/typed-shape'
import { flattenTyped } from '../../flatten/typed'
import type { FindDefinition } from '../../definitions/find-definition'
import { collectDefinitionIds } from '../../definitions/collect-definition-ids'
import type { SettingRow } from '../../stored/setting-row'
import { isObject } from '../../../shared/text'
import { SECRET_PROPERTIES } from '../../reading/secret-properties'
import { nameOrId, parseListed } from '../../reading/listed'
import { readAssignments } from '../../reading/child-lists'
import { definePolicyType } from '../policy-type'
import type { Fingerprint } from '../../stored/fingerprint'
import type { FullPolicy, PolicyWithAssignments } from '../../stored/full-policy'
import { actionLabel, hasAllActions, withAllActions, withStableActions } from '../../reading/scheduled-actions'
import { CompliancePolicy } from './schema'

const source = 'deviceCompliancePolicies'
const version = 'beta'
const path = 'deviceManagement/deviceCompliancePolicies'
const permission = 'DeviceManagementConfiguration.Read.All'
const query = { $expand: 'assignments,scheduledActionsForRule($expand=scheduledActionConfigurations)' }

const shape = {
  metadata: TYPED_METADATA,
  secret: SECRET_PROPERTIES,
  base64: new Set(['deviceCompliancePolicyScript/rulesContent']),
  label: actionLabel,
}

/** Compliance policies of all platforms except Linux, with their actions for noncompliance. */
export const deviceCompliancePolicies = definePolicyType({
  source,
  version,
  path,
  permission,
  licence: 'INTUNE_A',
  listQuery: query,
  catalog: 'settingDefinitions',
  volatile: new Set(['createdDateTime', 'lastModifiedDateTime', 'version']),
  documented: { flattened: 'every typed property, actions for noncompliance', secret: 'passcodes of local actions' },
  parse: (entry) => parseListed(CompliancePolicy, source, entry),
  policyType: () => 'compliancePolicy',
  policyName: ({ id, displayName }) => nameOrId(String(id), displayName),
  readFull,
  comparable: withStableActions,
  definitionIds: (full, known) =>
    collectDefinitionIds((findDefinition) => flatten(full, findDefinition, () => ''), known),
  flatten,
})

function flatten(full: FullPolicy, findDefinition: FindDefinition, fingerprint: Fingerprint): SettingRow[] {
  return flattenTyped(withStableActions(full), shape, findDefinition, fingerprint)
}

/** Takes the policy from the list; requests it alone when Graph left out some or all of its actions. */
async function readFull(listed: CompliancePolicy, graph: Graph): Promise<PolicyWithAssignments> {
  const own = `${path}/${encodeURIComponent(listed.id)}`
  const asked = hasAllActions(listed) ? listed : await graph.get({ version, path: own, query, permission })
  const all = withAllActions(isObject(asked) ? asked : {})
  return readAssignments(all, { version, path: own, permission }, graph)
}
