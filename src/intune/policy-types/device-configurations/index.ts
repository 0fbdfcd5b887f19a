import type { Graph } from '../../../graph/types'
import { omaDrafts } from '../../flatten/oma'
import { TYPED_METADATA, type TypedShape, typedDrafts } from '../../flatten/typed'
import type { SettingNames } from '../../definitions/names'
import { namesAsked } from '../../definitions/names-asked'
import { toRows } from '../../flatten/rows'
import type { SettingRow } from '../../stored/setting-row'
import { sortByBytes, stableJson } from '../../../shared/text'
import { typeOf } from '../../flatten/typed-place'
import { nameOr, parseListed } from '../../reading/listed'
import { readAssignments } from '../../reading/parts'
import { definePolicyType } from '../policy-type'
import type { Fingerprint } from '../../stored/fingerprint'
import type { WholePolicy } from '../../stored/whole-policy'
import type { ReadPolicy } from '../../stored/whole-policy'
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
  // Edm.Binary in Graph's metadata: texts where somebody wrote them, bytes where they are certificates and pictures.
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

/** Configuration profiles whose settings are typed properties, custom profiles with their OMA-URIs among them. */
export const deviceConfigurations = definePolicyType({
  source,
  version,
  path,
  permission,
  listQuery: { $expand: 'assignments' },
  catalog: 'settingDefinitions',
  volatile: new Set(['createdDateTime', 'lastModifiedDateTime', 'version', 'supportsScopeTags']),
  documented: {
    flattened: 'every typed property, every OMA-URI; scripts, profiles and XML decoded',
    secret: 'keys, passwords, onboarding blobs; encrypted OMA-URI values',
  },
  parse: (entry) => parseListed(DeviceConfiguration, source, entry),
  policyType: (policy) => policyTypes.get(typeOf(policy) ?? '') ?? 'deviceConfiguration',
  policyName: ({ id, displayName }) => nameOr(String(id), displayName),
  readWhole,
  comparable,
  definitionIds: (whole, known) => namesAsked((names) => flatten(whole, names, () => ''), known),
  flatten,
})

async function readWhole(listed: DeviceConfiguration, graph: Graph): Promise<ReadPolicy> {
  const own = { version, path: `${path}/${encodeURIComponent(listed.id)}`, permission } as const
  return readAssignments(await withPrivacyAccess(listed, own, graph), own, graph)
}

function flatten(whole: WholePolicy, names: SettingNames, secrets: Fingerprint): SettingRow[] {
  const typed = typedDrafts(withoutEmptyPrivacyAccess(whole), shape, names, secrets)
  return toRows([...typed, ...omaDrafts(whole['omaSettings'], secrets)])
}

/** OMA settings are a set: their order is Graph's. */
function comparable(whole: WholePolicy): WholePolicy {
  const { omaSettings } = whole
  if (!Array.isArray(omaSettings)) return whole
  return { ...whole, omaSettings: sortByBytes([...(omaSettings as unknown[])], (setting) => stableJson(setting)) }
}
