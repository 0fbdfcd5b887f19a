import { nameOrId, parseListed } from '../../reading/listed'
import { definePolicyType } from '../policy-type'
import { comparable } from './comparable'
import { flatten } from './flatten'
import { readFull } from './read-full'
import { GroupPolicy, path, permission, source, version } from './schema'

/** Administrative templates (ADMX): policies that enable or disable definitions and fill in the fields of those. */
export const groupPolicyConfigurations = definePolicyType({
  source,
  version,
  path,
  permission,
  licence: 'INTUNE_A',
  listQuery: { $expand: 'assignments' },
  catalog: null,
  // `…IngestionType`: follows from the definitions that are used; no administrator sets it.
  volatile: new Set(['createdDateTime', 'lastModifiedDateTime', 'policyConfigurationIngestionType']),
  documented: {
    flattened: 'every definition that is enabled or disabled, and its fields',
    secret: 'nothing: Graph marks no value as a secret, so a password in a field is stored and found as typed',
  },
  parse: (entry) => parseListed(GroupPolicy, source, entry),
  policyType: () => 'groupPolicyConfiguration',
  policyName: ({ id, displayName }) => nameOrId(String(id), displayName),
  readFull,
  comparable,
  definitionIds: () => new Set(),
  flatten,
})
