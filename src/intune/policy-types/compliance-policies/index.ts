import type { Graph } from '../../../graph/types'
import { catalogDefinitionIds } from '../../definitions/definition-ids'
import { catalogDrafts } from '../../flatten/catalog'
import { typedDrafts } from '../../flatten/typed'
import type { SettingNames } from '../../definitions/names'
import { toRows } from '../../flatten/rows'
import type { SettingRow } from '../../stored/setting-row'
import { requireComplete } from '../../reading/require-complete'
import { nameOr, parseListed } from '../../reading/listed'
import { assignmentsOf, requirePart, readParts, withoutAssignments } from '../../reading/parts'
import { definePolicyType } from '../policy-type'
import type { Fingerprint } from '../../stored/fingerprint'
import type { WholePolicy } from '../../stored/whole-policy'
import type { ReadPolicy } from '../../stored/whole-policy'
import { actionLabel, withAllActions, withStableActions } from '../../reading/scheduled-actions'
import { CatalogCompliancePolicy } from './schema'

const source = 'compliancePolicies'
const version = 'beta'
const path = 'deviceManagement/compliancePolicies'
const permission = 'DeviceManagementConfiguration.Read.All'

const actionShape = { metadata: new Set<string>(), label: actionLabel }

/** Compliance policies in the settings catalog (Linux), with their actions for noncompliance. */
export const compliancePolicies = definePolicyType({
  source,
  version,
  path,
  permission,
  listQuery: {},
  catalog: 'complianceSettings',
  volatile: new Set(['createdDateTime', 'lastModifiedDateTime', 'isAssigned', 'settingCount', 'creationSource']),
  documented: {
    flattened: 'every setting of the catalog tree, all pages; actions for noncompliance',
    secret: 'values with a `valueState`, settings whose definition has `isSecret`',
  },
  parse: (entry) => parseListed(CatalogCompliancePolicy, source, entry),
  policyType: () => 'compliancePolicy',
  policyName: ({ id, name }) => nameOr(String(id), name),
  readWhole,
  comparable: withStableActions,
  definitionIds: ({ settings }) => catalogDefinitionIds(settings),
  flatten,
})

/** On the policy itself `$expand` answers empty lists: everything is asked for below it. */
async function readWhole(listed: CatalogCompliancePolicy, graph: Graph): Promise<ReadPolicy> {
  const own = `${path}/${encodeURIComponent(listed.id)}`
  const [settings, assignments, rules] = await readParts(graph, [
    { version, path: `${own}/settings`, query: { $top: '1000' }, permission },
    { version, path: `${own}/assignments`, permission },
    {
      version,
      path: `${own}/scheduledActionsForRule`,
      query: { $expand: 'scheduledActionConfigurations' },
      permission,
    },
  ])
  const whole = withAllActions({
    ...withoutAssignments(listed),
    settings: requireComplete(requirePart(settings), listed.settingCount),
    scheduledActionsForRule: requirePart(rules),
  })
  return { whole, assignments: assignmentsOf(assignments) }
}

/** Settings and actions share one policy, and so their names must differ across both. */
function flatten(whole: WholePolicy, names: SettingNames, secrets: Fingerprint): SettingRow[] {
  const { scheduledActionsForRule } = withStableActions(whole)
  const actions = typedDrafts({ scheduledActionsForRule }, actionShape, () => undefined, secrets)
  return toRows([...catalogDrafts(whole['settings'], names, secrets), ...actions])
}
