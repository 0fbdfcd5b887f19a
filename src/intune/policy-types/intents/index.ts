import type { Graph } from '../../../graph/types'
import { flattenIntent } from '../../flatten/intent'
import type { TypedShape } from '../../flatten/typed-shape'
import { collectDefinitionIds } from '../../definitions/collect-definition-ids'
import { nameOrId, parseListed } from '../../reading/listed'
import { assignmentsOrUnreadable, requireList, readChildLists, withoutAssignments } from '../../reading/child-lists'
import { definePolicyType } from '../policy-type'
import type { PolicyWithAssignments } from '../../stored/full-policy'
import { SECRET_PROPERTIES } from '../../reading/secret-properties'
import { Intent } from './schema'

const source = 'intents'
const version = 'beta'
const path = 'deviceManagement/intents'
const permission = 'DeviceManagementConfiguration.Read.All'

const shape: TypedShape = { metadata: new Set(), secret: SECRET_PROPERTIES }

/** Endpoint security and baselines of the older kind, created from templates. */
export const intents = definePolicyType({
  source,
  version,
  path,
  permission,
  licence: 'INTUNE_A',
  listQuery: {},
  catalog: 'settingDefinitions',
  // `isMigrating…`: Microsoft moves the policy to the settings catalog; no administrator sets it.
  volatile: new Set(['lastModifiedDateTime', 'isAssigned', 'isMigratingToConfigurationPolicy']),
  documented: {
    flattened: 'every setting whose value is not `null`, nested values down to their leaves',
    secret: 'settings whose definition has a `SecretConstraint`, keys and passwords',
  },
  parse: (entry) => parseListed(Intent, source, entry),
  policyType: () => 'endpointSecurity',
  policyName: ({ id, displayName }) => nameOrId(String(id), displayName),
  readFull,
  definitionIds: ({ settings }, known) =>
    collectDefinitionIds((findDefinition) => flattenIntent(settings, shape, findDefinition, () => ''), known),
  flatten: ({ settings }, findDefinition, fingerprint) => flattenIntent(settings, shape, findDefinition, fingerprint),
})

async function readFull(listed: Intent, graph: Graph): Promise<PolicyWithAssignments> {
  const own = `${path}/${encodeURIComponent(listed.id)}`
  const [settings, assignments] = await readChildLists(graph, [
    { version, path: `${own}/settings`, permission },
    { version, path: `${own}/assignments`, permission },
  ])
  const full = { ...withoutAssignments(listed), settings: requireList(settings) }
  return { full, assignments: assignmentsOrUnreadable(assignments) }
}
