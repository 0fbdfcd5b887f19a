import { labels, typedDefinition } from '../../samples/typed'
import type { Json, JsonObject } from '../../json'
import { uuid } from '../../seed'
import type { Sample } from '../record'

const secret = 'planted-onboarding'
const prefix = 'deviceConfiguration--windows10EndpointProtectionConfiguration'
const atp = 'deviceConfiguration--windowsDefenderAdvancedThreatProtectionConfiguration'
const drive = 'deviceConfiguration--bitLockerSystemDrivePolicy'

const setting = (definitionId: string, value: Json, kind = 'String'): JsonObject => ({
  '@odata.type': `#microsoft.graph.deviceManagement${kind}SettingInstance`,
  id: uuid(definitionId),
  definitionId,
  valueJson: JSON.stringify(value),
})

/** Endpoint security of the older kind. */
export const sample: Sample = {
  policy: {
    id: 'c7b0a3c4-0f5c-4f4a-8a8e-5e9f4f1d7a02',
    displayName: 'Defender',
    description: '',
    templateId: '804339ad-1553-4478-a742-138fb5807418',
    isAssigned: false,
    isMigratingToConfigurationPolicy: false,
    roleScopeTagIds: ['0'],
    assignments: [],
    settings: [
      setting(`${prefix}_defenderProcessCreationType`, 'auditMode'),
      setting(`${prefix}_defenderGuardMyFoldersType`, null),
      setting(`${prefix}_defenderAdditionalGuardedFolders`, ['C:\\a', 'C:\\b'], 'Collection'),
      setting(
        `${prefix}_bitLockerSystemDrivePolicy`,
        { encryptionMethod: 'xtsAes256', recoveryOptions: null },
        'Complex',
      ),
      setting(`${prefix}_firewallRules`, [{ displayName: 'In', remotePortRanges: ['80'] }], 'Collection'),
      setting(`${atp}_advancedThreatProtectionOnboardingBlob`, secret),
      setting('deviceConfiguration--another_hidden', { deep: [secret] }, 'Complex'),
    ],
  },
  definitions: [
    typedDefinition(`${prefix}_defenderProcessCreationType`, 'Process creation from PSExec', {
      constraints: [labels({ auditMode: 'Audit mode' })],
    }),
    typedDefinition(`${prefix}_bitLockerSystemDrivePolicy`, 'BitLocker system drive policy', {
      '@odata.type': '#microsoft.graph.deviceManagementComplexSettingDefinition',
      propertyDefinitionIds: [`${drive}_encryptionMethod`],
    }),
    typedDefinition(`${drive}_encryptionMethod`, 'Encryption method', {
      constraints: [labels({ xtsAes256: 'AES 256bit XTS' })],
    }),
    typedDefinition('deviceConfiguration--another_hidden', null, {
      constraints: [{ '@odata.type': '#microsoft.graph.deviceManagementSecretConstraint' }],
    }),
  ],
  policyType: 'endpointSecurity',
  policyName: 'Defender',
  settingNames: ['Process creation from PSExec', 'BitLocker system drive policy > Encryption method', 'Hidden'],
  secrets: [secret],
  rows: [
    [`${prefix}_defenderProcessCreationType`, 'Audit mode'],
    [`${prefix}_defenderAdditionalGuardedFolders`, '["C:\\\\a","C:\\\\b"]'],
    [`${prefix}_bitLockerSystemDrivePolicy/encryptionMethod`, 'AES 256bit XTS'],
    [`${prefix}_firewallRules/0/displayName`, 'In'],
    [`${prefix}_firewallRules/0/remotePortRanges`, '["80"]'],
    [`${atp}_advancedThreatProtectionOnboardingBlob`, '********'],
    ['deviceConfiguration--another_hidden', '********'],
  ],
}
