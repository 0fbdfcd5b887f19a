import type { Graph } from '../../../graph/types'
import { flattenIntent } from '../../flatten/intent'
import type { TypedShape } from '../../flatten/typed'
import { namesAsked } from '../../definitions/names-asked'
import { nameOr, parseListed } from '../../reading/listed'
import { assignmentsOf, requirePart, readParts, withoutAssignments } from '../../reading/parts'
import { definePolicyType } from '../policy-type'
import type { ReadPolicy } from '../../stored/whole-policy'
import { SECRET_PROPERTIES } from '../../reading/secret-properties'
import { Intent } from './schema'

const source = 'intents'
const version = 'beta'
const path = 'deviceManagement/intents'
const permission = 'DeviceManagementConfiguration.Read.All'

const shape: TypedShape = { metadata: new Set(), secret: SECRET_PROPERTIES }

/** Endpoint security and baselines of the older kind, made from templates. */
export const intents = definePolicyType({
  source,
  version,
  path,
  permission,
  listQuery: {},
  catalog: 'settingDefinitions',
  // Whether Microsoft is moving it to the settings catalog is nothing that an administrator set.
  volatile: new Set(['lastModifiedDateTime', 'isAssigned', 'isMigratingToConfigurationPolicy']),
  documented: {
    flattened: 'every setting whose value is not `null`, nested values down to their leaves',
    secret: 'settings whose definition has a `SecretConstraint`, keys and passwords',
  },
  parse: (entry) => parseListed(Intent, source, entry),
  policyType: () => 'endpointSecurity',
  policyName: ({ id, displayName }) => nameOr(String(id), displayName),
  readWhole,
  definitionIds: ({ settings }, known) => namesAsked((names) => flattenIntent(settings, shape, names, () => ''), known),
  flatten: ({ settings }, names, secrets) => flattenIntent(settings, shape, names, secrets),
})

async function readWhole(listed: Intent, graph: Graph): Promise<ReadPolicy> {
  const own = `${path}/${encodeURIComponent(listed.id)}`
  const [settings, assignments] = await readParts(graph, [
    { version, path: `${own}/settings`, permission },
    { version, path: `${own}/assignments`, permission },
  ])
  const whole = { ...withoutAssignments(listed), settings: requirePart(settings) }
  return { whole, assignments: assignmentsOf(assignments) }
}
