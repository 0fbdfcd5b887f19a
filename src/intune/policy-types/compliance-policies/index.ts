import type { Graph } from '../../../graph/types'
import { catalogDefinitionIds } from '../../definitions/definition-ids'
import { unnamedCatalogRows } from '../../flatten/catalog'
import { unnamedTypedRows } from '../../flatten/typed'
import type { FindDefinition } from '../../definitions/find-definition'
import { toSettingRows } from '../../flatten/rows'
import type { SettingRow } from '../../stored/setting-row'
import { requireComplete } from '../../reading/require-complete'
import { nameOrId, parseListed } from '../../reading/listed'
import { assignmentsOrUnreadable, requireList, readChildLists, withoutAssignments } from '../../reading/child-lists'
import { definePolicyType } from '../policy-type'
import type { Fingerprint } from '../../stored/fingerprint'
import type { FullPolicy, PolicyWithAssignments } from '../../stored/full-policy'
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
  licence: 'INTUNE_A',
  listQuery: {},
  catalog: 'complianceSettings',
  volatile: new Set(['createdDateTime', 'lastModifiedDateTime', 'isAssigned', 'settingCount', 'creationSource']),
  documented: {
    flattened: 'every setting of the catalog tree, all pages; actions for noncompliance',
    secret: 'values with a `valueState`, settings whose definition has `isSecret`',
  },
  parse: (entry) => parseListed(CatalogCompliancePolicy, source, entry),
  policyType: () => 'compliancePolicy',
  policyName: ({ id, name }) => nameOrId(String(id), name),
  readFull,
  comparable: withStableActions,
  definitionIds: ({ settings }) => catalogDefinitionIds(settings),
  flatten,
})

/** Requests each list below the policy: on a single policy Graph answers `$expand` with empty lists. */
async function readFull(listed: CatalogCompliancePolicy, graph: Graph): Promise<PolicyWithAssignments> {
  const own = `${path}/${encodeURIComponent(listed.id)}`
  const [settings, assignments, rules] = await readChildLists(graph, [
    { version, path: `${own}/settings`, query: { $top: '1000' }, permission },
    { version, path: `${own}/assignments`, permission },
    {
      version,
      path: `${own}/scheduledActionsForRule`,
      query: { $expand: 'scheduledActionConfigurations' },
      permission,
    },
  ])
  const full = withAllActions({
    ...withoutAssignments(listed),
    settings: requireComplete(requireList(settings), listed.settingCount),
    scheduledActionsForRule: requireList(rules),
  })
  return { full, assignments: assignmentsOrUnreadable(assignments) }
}

/** Names settings and actions together, because names must be unique in the policy. */
function flatten(full: FullPolicy, findDefinition: FindDefinition, fingerprint: Fingerprint): SettingRow[] {
  const { scheduledActionsForRule } = withStableActions(full)
  const actions = unnamedTypedRows({ scheduledActionsForRule }, actionShape, () => undefined, fingerprint)
  return toSettingRows([...unnamedCatalogRows(full['settings'], findDefinition, fingerprint), ...actions])
}
