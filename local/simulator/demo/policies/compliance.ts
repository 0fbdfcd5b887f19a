import { type DataObject, oneOf, type Template } from '../template'
import { type Action, rule } from './rule'

type Own = Omit<Template, 'collection' | 'properties'> & { type: string; actions: readonly Action[] }

const policy = ({ type, actions, ...own }: Own, properties: DataObject): Template => ({
  collection: 'deviceCompliancePolicies',
  ...own,
  properties: {
    '@odata.type': `#microsoft.graph.${type}CompliancePolicy`,
    ...properties,
    scheduledActionsForRule: [rule(...actions)],
  },
})

export const compliance: readonly Template[] = [
  policy(
    {
      name: 'Win - Compliance - Baseline - v3.1',
      description: 'BitLocker, Secure Boot, firewall and antivirus. Conditional Access relies on it.',
      type: 'windows10',
      to: ['all users', '-SG-Intune-Exclusions'],
      actions: [
        ['block', 24],
        ['notification', 0],
      ],
    },
    {
      bitLockerEnabled: true,
      secureBootEnabled: true,
      codeIntegrityEnabled: true,
      tpmRequired: true,
      storageRequireEncryption: true,
      activeFirewallRequired: true,
      antivirusRequired: true,
      antiSpywareRequired: true,
      defenderEnabled: true,
      rtpEnabled: true,
      signatureOutOfDate: true,
      osMinimumVersion: oneOf('10.0.22631.4317', '10.0.19045.5011', '10.0.26100.2033'),
      passwordRequired: true,
      passwordMinimumLength: oneOf(14, 12),
    },
  ),
  policy(
    {
      name: 'Win - Compliance - Defender for Endpoint risk',
      description: 'Devices with a high risk score lose access.',
      type: 'windows10',
      to: ['all users | Win - Corporate devices'],
      actions: [['block', 0]],
    },
    {
      deviceThreatProtectionEnabled: true,
      deviceThreatProtectionRequiredSecurityLevel: 'medium',
    },
  ),
  policy(
    {
      name: 'Mac - Compliance - Baseline - v2.0',
      description: 'FileVault, firewall, system integrity.',
      type: 'macOS',
      to: ['SG-Intune-macOS-Corporate'],
      actions: [
        ['block', 72],
        ['notification', 24],
      ],
    },
    {
      storageRequireEncryption: true,
      systemIntegrityProtectionEnabled: true,
      firewallEnabled: true,
      firewallEnableStealthMode: oneOf(true, false),
      gatekeeperAllowedAppSource: 'macAppStoreAndIdentifiedDevelopers',
      osMinimumVersion: oneOf('14.7', '15.1'),
      passwordRequired: true,
      passwordMinimumLength: 12,
    },
  ),
  policy(
    {
      name: 'iOS - Compliance - Corporate - v1.4',
      description: 'Passcode, a current version, no jailbreak.',
      type: 'ios',
      to: ['SG-Intune-iOS-Corporate'],
      actions: [['block', 24]],
    },
    {
      passcodeRequired: true,
      passcodeBlockSimple: true,
      passcodeMinimumLength: oneOf(6, 8),
      passcodeMinutesOfInactivityBeforeLock: oneOf(5, 1),
      osMinimumVersion: oneOf('17.7', '18.1'),
      securityBlockJailbrokenDevices: true,
    },
  ),
  policy(
    {
      name: 'Android - Compliance - Work profile - v1.2',
      description: 'Private phones with a work profile.',
      type: 'androidWorkProfile',
      to: ['all users'],
      actions: [
        ['block', 48],
        ['retire', 720],
      ],
    },
    {
      passwordRequired: true,
      passwordRequiredType: oneOf('numericComplex', 'alphanumeric'),
      passwordMinimumLength: oneOf(6, 8),
      storageRequireEncryption: true,
      securityBlockJailbrokenDevices: true,
      securityDisableUsbDebugging: true,
      securityPreventInstallAppsFromUnknownSources: true,
      osMinimumVersion: oneOf('12', '13', '14'),
      minAndroidSecurityPatchLevel: oneOf('2025-06-01', '2025-03-01'),
    },
  ),
]
