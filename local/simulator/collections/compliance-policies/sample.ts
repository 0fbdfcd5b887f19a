import { catalogDefinition, instance, settingsOf, text } from '../../samples/catalog'
import type { Sample } from '../record'

const secret = 'planted-passphrase'

/** Linux compliance: settings of the catalog, and actions below the policy. */
export const sample: Sample = {
  policy: {
    id: '5b8a4f0e-7f0e-4b8e-9a51-2d4f5b8f2c11',
    name: 'Linux',
    description: '',
    platforms: 'linux',
    technologies: 'linuxMdm',
    settingCount: 3,
    roleScopeTagIds: ['0'],
    assignments: [],
    settings: settingsOf(
      instance('linux_encryption', 'ChoiceSetting', {
        value: 'linux_encryption_true',
        children: [instance('linux_minimum', 'SimpleSetting', text('22.04'))],
      }),
      instance('linux_password', 'SimpleSetting', { value: secret, valueState: 'encryptedValueToken' }),
      instance('linux_schedule', 'SimpleSetting', { value: 8 }),
    ),
    scheduledActionsForRule: [
      {
        '@odata.type': '#microsoft.graph.deviceManagementComplianceScheduledActionForRule',
        ruleName: null,
        scheduledActionConfigurations: [
          {
            '@odata.type': '#microsoft.graph.deviceManagementComplianceActionItem',
            actionType: 'retire',
            gracePeriodHours: 72,
          },
          { actionType: 'block', gracePeriodHours: 12 },
        ],
      },
    ],
  },
  definitions: [
    catalogDefinition('linux_encryption', 'Require encryption', { linux_encryption_true: 'True' }),
    // as long a name as an action may have: both are rows of one policy
    catalogDefinition('linux_schedule', 'Actions for noncompliance > Mark device noncompliant [1] > Schedule (hours)'),
  ],
  policyType: 'compliancePolicy',
  policyName: 'Linux',
  settingNames: [
    'Require encryption',
    'Actions for noncompliance > Retire the noncompliant device [1] > Schedule (hours)',
    'Actions for noncompliance > Mark device noncompliant [1] > Schedule (hours) (gracePeriodHours)',
  ],
  secrets: [secret],
  rows: [
    ['linux_encryption', 'True'],
    ['linux_encryption/linux_minimum', '22.04'],
    ['linux_schedule', '8'],
    ['linux_password', '********'],
    ['scheduledActionsForRule/block/0/gracePeriodHours', '12'],
    ['scheduledActionsForRule/retire/0/gracePeriodHours', '72'],
  ],
}
