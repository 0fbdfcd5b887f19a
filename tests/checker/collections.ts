import { actionRows } from './actions'
import { catalogRows } from './catalog'
import type { Definitions, Unconfigured } from './definitions'
import { intentRows } from './intents'
import { type Expected, type JsonObject, type SourcePolicy, isObject } from './model'
import { omaRows } from './oma'
import { storable } from './text'
import { typedRows } from './typed'

/** Definitions by catalog. Names of a catalog that is missing here are not checked. */
export interface Catalogs {
  configurationSettings?: Definitions
  complianceSettings?: Definitions
  settingDefinitions?: Definitions
  /** If missing, `is_default` is not checked. */
  unconfigured?: Unconfigured
}

interface Collection {
  catalog: Exclude<keyof Catalogs, 'unconfigured'>
  type(policy: JsonObject): string
  rows(policy: JsonObject, known: Definitions): Iterable<Expected>
}

const collections: Readonly<Record<string, Collection>> = {
  configurationPolicies: { catalog: 'configurationSettings', type: catalogType, rows: catalogRows },
  deviceConfigurations: {
    catalog: 'settingDefinitions',
    type: configurationType,
    *rows(policy, known) {
      yield* typedRows(policy, known, ['omaSettings'])
      yield* omaRows(policy)
    },
  },
  deviceCompliancePolicies: {
    catalog: 'settingDefinitions',
    type: () => 'compliancePolicy',
    *rows(policy, known) {
      yield* typedRows(policy, known, ['scheduledActionsForRule'])
      yield* actionRows(policy)
    },
  },
  compliancePolicies: {
    catalog: 'complianceSettings',
    type: () => 'compliancePolicy',
    *rows(policy, known) {
      yield* catalogRows(policy, known)
      yield* actionRows(policy)
    },
  },
  intents: { catalog: 'settingDefinitions', type: () => 'endpointSecurity', rows: intentRows },
}

function collectionOf({ collection }: SourcePolicy): Collection {
  const known = collections[collection]
  if (!known) throw new Error(`The checker knows no collection ${collection}.`)
  return known
}

function catalogType({ templateReference }: JsonObject): string {
  const family = String((isObject(templateReference) ? templateReference['templateFamily'] : null) ?? '')
  return /^endpointSecurity|^baseline$/.test(family) ? 'endpointSecurity' : 'configurationPolicy'
}

function configurationType(policy: JsonObject): string {
  const type = String(policy['@odata.type']).replace('#microsoft.graph.', '')
  if (type === 'windowsUpdateForBusinessConfiguration') return 'windowsUpdateForBusiness'
  return type === 'windows10EndpointProtectionConfiguration' ? 'endpointSecurity' : 'deviceConfiguration'
}

/** The one row of a policy that sets nothing. */
const nothing: Expected = {
  path: '',
  raw: [],
  shown: [{ type: 'empty', text: '' }],
  labels: [{ text: '(No settings configured)' }],
  suffixes: [],
  definitionId: null,
  category: null,
}

/** The rows that a policy must have. */
export function expectedRows(source: SourcePolicy, catalogs: Catalogs): Expected[] {
  const { catalog, rows } = collectionOf(source)
  const expected = [...rows(source.policy, catalogs[catalog] ?? new Map())]
  return expected.length === 0 ? [nothing] : expected
}

/** Whether the names of this policy's settings can be checked. */
export function namesAreKnown(source: SourcePolicy, catalogs: Catalogs): boolean {
  return catalogs[collectionOf(source).catalog] !== undefined
}

export function policyType(source: SourcePolicy): string {
  return collectionOf(source).type(source.policy)
}

/** The policy's name; undefined when it has none and is named by its id. */
export function policyName({ policy: { name, displayName } }: SourcePolicy): string | undefined {
  const named = [name, displayName].find((one) => typeof one === 'string' && one.trim() !== '')
  return named === undefined ? undefined : storable(String(named))
}
