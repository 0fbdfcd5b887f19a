import type { Graph } from '../../../graph/types'
import { unnamedOmaRows } from '../../flatten/oma'
import { TYPED_METADATA, type TypedShape } from '../../flatten/typed-shape'
import { unnamedTypedRows } from '../../flatten/typed'
import type { FindDefinition } from '../../definitions/find-definition'
import { collectDefinitionIds } from '../../definitions/collect-definition-ids'
import { toSettingRows } from '../../flatten/rows'
import type { SettingRow } from '../../stored/setting-row'
import { sortByBytes, stableJson } from '../../../shared/text'
import { typeOf } from '../../flatten/odata'
import { nameOrId, parseListed } from '../../reading/listed'
import { readAssignments } from '../../reading/child-lists'
import { definePolicyType } from '../policy-type'
import type { Fingerprint } from '../../stored/fingerprint'
import type { FullPolicy, PolicyWithAssignments } from '../../stored/full-policy'
import { SECRET_PROPERTIES } from '../../reading/secret-properties'
import { withPrivacyAccess, withoutEmptyPrivacyAccess } from './privacy-access'
import { DeviceConfiguration } from './schema'

const source = 'deviceConfigurations'
const version = 'beta'
const path = 'deviceManagement/deviceConfigurations'
const permission = 'DeviceManagementConfiguration.Read.All'

const shape: TypedShape = {
  metadata: new Set([...TYPED_METADATA, 'omaSettings']),
  secret: SECRET_PROPERTIES,
  // Edm.Binary in Graph's metadata: texts, certificates and pictures.
  base64: new Set([
    'configurationXml',
    'customXml',
    'defenderExploitProtectionXml',
    'eapXml',
    'fileVaultInstitutionalRecoveryKeyCertificate',
    'payload',
    'rulesContent',
    'startMenuLayoutEdgeAssetsXml',
    'startMenuLayoutXml',
    'trustedRootCertificate',
    'wallpaperImage/value',
  ]),
}

const policyTypes = new Map([
  ['windowsUpdateForBusinessConfiguration', 'windowsUpdateForBusiness'],
  ['windows10EndpointProtectionConfiguration', 'endpointSecurity'],
])

/** Configuration profiles whose settings are typed properties, including custom profiles with OMA-URIs. */
export const deviceConfigurations = definePolicyType({
  source,
  version,
  path,
  permission,
  licence: 'INTUNE_A',
  listQuery: { $expand: 'assignments' },
  catalog: 'settingDefinitions',
  volatile: new Set(['createdDateTime', 'lastModifiedDateTime', 'version', 'supportsScopeTags']),
  documented: {
    flattened: 'every typed property, every OMA-URI; scripts, profiles and XML decoded',
    secret: 'keys, passwords, onboarding blobs; encrypted OMA-URI values',
  },
  parse: (entry) => parseListed(DeviceConfiguration, source, entry),
  policyType: (policy) => policyTypes.get(typeOf(policy) ?? '') ?? 'deviceConfiguration',
  policyName: ({ id, displayName }) => nameOrId(String(id), displayName),
  readFull,
  comparable,
  definitionIds: (full, known) =>
    collectDefinitionIds((findDefinition) => flatten(full, findDefinition, () => ''), known),
  flatten,
})

async function readFull(listed: DeviceConfiguration, graph: Graph): Promise<PolicyWithAssignments> {
  const own = { version, path: `${path}/${encodeURIComponent(listed.id)}`, permission } as const
  return readAssignments(await withPrivacyAccess(listed, own, graph), own, graph)
}

function flatten(full: FullPolicy, findDefinition: FindDefinition, fingerprint: Fingerprint): SettingRow[] {
  const typed = unnamedTypedRows(withoutEmptyPrivacyAccess(full), shape, findDefinition, fingerprint)
  return toSettingRows([...typed, ...unnamedOmaRows(full['omaSettings'], fingerprint)])
}

/** Sorts the OMA settings: Graph returns them in any order. */
function comparable(full: FullPolicy): FullPolicy {
  const { omaSettings } = full
  if (!Array.isArray(omaSettings)) return full
  return { ...full, omaSettings: sortByBytes([...(omaSettings as unknown[])], (setting) => stableJson(setting)) }
}
