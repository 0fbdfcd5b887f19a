import { type Data, oneOf, type Template, OneOf } from '../template'
import type { Json } from '../../json'

const prefix = 'deviceConfiguration--windows10EndpointProtectionConfiguration'

/** Value of an intent's setting, which Graph sends as JSON text. */
const setting = (kind: string, name: string, value: OneOf | Json): Data => ({
  '@odata.type': `#microsoft.graph.deviceManagement${kind}SettingInstance`,
  definitionId: `${prefix}_${name}`,
  valueJson: value instanceof OneOf ? new OneOf(value.values.map((one) => JSON.stringify(one))) : JSON.stringify(value),
})

const recovery = {
  blockDataRecoveryAgent: true,
  enableBitLockerAfterRecoveryInformationToStore: true,
  enableRecoveryInformationSaveToStore: true,
  hideRecoveryOptions: true,
  recoveryInformationToStore: 'passwordAndKey',
  recoveryKeyUsage: 'blocked',
  recoveryPasswordUsage: 'required',
}

export const intents: readonly Template[] = [
  {
    collection: 'intents',
    name: 'Win - Disk encryption - Windows 10 (old template)',
    description: 'Replaced by "Win - BitLocker - OS drives"; only devices that wait for Windows 11.',
    to: ['SG-Intune-Windows-10-Legacy'],
    properties: {
      templateId: 'd1174162-1dd2-4976-affc-6667049ab0ae',
      settings: [
        setting('Boolean', 'bitLockerEncryptDevice', true),
        setting('Boolean', 'bitLockerDisableWarningForOtherDiskEncryption', true),
        setting(
          'String',
          'bitLockerRecoveryPasswordRotation',
          oneOf('enabledForAzureAd', 'enabledForAzureAdAndHybrid'),
        ),
        setting('Complex', 'bitLockerSystemDrivePolicy', {
          encryptionMethod: 'xtsAes256',
          startupAuthenticationRequired: true,
          startupAuthenticationTpmUsage: 'required',
          minimumPinLength: null,
          recoveryOptions: recovery,
        }),
      ],
    },
  },
  {
    collection: 'intents',
    name: 'Win - Attack surface reduction (old template)',
    description: 'For devices that were not moved yet.',
    properties: {
      templateId: '0e237410-1367-4844-bd7f-15fb0f08943b',
      settings: [
        setting('String', 'defenderProcessCreationType', oneOf('auditMode', 'block')),
        setting('String', 'defenderEmailContentExecutionType', 'block'),
        setting('String', 'defenderGuardMyFoldersType', oneOf('auditMode', 'enable')),
        setting('Collection', 'defenderAdditionalGuardedFolders', ['C:\\Data', 'D:\\Projects']),
      ],
    },
  },
]
