import { assignments } from '../../children/assignments'
import { expanded, type Leaf } from '../../data/leaves/leaf'
import { propertyLeaves, typedLeaves } from '../../data/leaves/typed'
import { typedDefaults, typedMetadata, typeOf } from '../../data/typed'
import { configurationReaders, secretReaders } from '../../graph/permissions'
import { objects } from '../../json'
import { defineCollection } from '../define-collection'
import type { Child } from '../record'
import { omaLeaves } from './oma-leaves'
import { omaPlainText } from './oma-plain-text'
import { random } from './random'
import { sample } from './sample'

/** The properties of every device configuration; derived types have more. */
const properties: ReadonlySet<string> = new Set([
  'id',
  ...Object.keys(typedDefaults),
  'supportsScopeTags',
  'deviceManagementApplicabilityRuleOsEdition',
  'deviceManagementApplicabilityRuleOsVersion',
  'deviceManagementApplicabilityRuleDeviceMode',
])

/** A list that Graph returns only for a single policy, with a cast. */
const privacyAccessControls: Child = { casts: ['windows10GeneralConfiguration'], expand: { item: 'whole' } }

/** Properties whose value is a secret. */
const secrets: ReadonlySet<string> = new Set(['preSharedKey'])

/** Types of other collections whose names end like device configurations. */
const others = /Enrollment|MobileAppConfiguration|ManagedApp|groupPolicy|hardwareConfiguration/i

const excluded: ReadonlySet<string> = new Set([...typedMetadata, 'omaSettings', 'privacyAccessControls'])

/** Configuration as typed properties. Secrets are masked; some lists need a single policy and a cast in `$expand`. */
export const deviceConfigurations = defineCollection({
  path: 'deviceManagement/deviceConfigurations',
  versions: ['beta', 'v1.0'],
  permissions: configurationReaders,
  licence: 'INTUNE_A',
  options: { top: { normal: 100, max: 1000 }, select: properties },
  defaults: { ...typedDefaults, supportsScopeTags: true },
  knows: () => true,
  children: { assignments, privacyAccessControls },
  functions: { getOmaSettingPlainTextValue: { permissions: secretReaders, serve: omaPlainText } },
  isExport(object) {
    const type = typeOf(object)
    return /(Configuration|CertificateProfile|TrustedRootCertificate)$/.test(type) && !others.test(type)
  },
  *leaves(whole) {
    for (const leaf of typedLeaves(whole, excluded)) yield secrets.has(leaf.path) ? secret(leaf) : leaf
    yield* omaLeaves(whole['omaSettings'])
    // an empty navigation property is no value
    if (privacyAccessControls.casts?.includes(typeOf(whole)) && objects(whole['privacyAccessControls']).length > 0)
      yield* expanded(propertyLeaves(whole, 'privacyAccessControls', 'privacyAccessControls'))
  },
  random,
  sample,
})

function secret(leaf: Leaf): Leaf {
  return { ...leaf, secret: true }
}
