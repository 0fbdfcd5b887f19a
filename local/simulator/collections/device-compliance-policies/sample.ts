import { typedDefinition } from '../../samples/typed'
import type { Sample } from '../record'

const type = 'deviceConfiguration--windows10CompliancePolicy'
const range = 'deviceConfiguration--operatingSystemVersionRange'

/** Windows compliance, with an action. */
export const sample: Sample = {
  policy: {
    '@odata.type': '#microsoft.graph.windows10CompliancePolicy',
    id: '0d6b5c3a-9a1e-4a43-8b5c-5a3f1f9f0c11',
    displayName: 'Windows',
    description: null,
    version: 4,
    assignments: [],
    roleScopeTagIds: ['0'],
    passwordRequired: true,
    passwordMinimumLength: 0,
    osMinimumVersion: null,
    validOperatingSystemBuildRanges: [{ description: 'd', lowestVersion: '10.0.1', highestVersion: '10.0.9' }],
    deviceCompliancePolicyScript: { deviceComplianceScriptId: 's', rulesContent: 'eyJSdWxlcyI6W119' },
    scheduledActionsForRule: [
      {
        id: 'r',
        ruleName: null,
        scheduledActionConfigurations: [
          {
            id: '1',
            actionType: 'block',
            gracePeriodHours: 24,
            notificationTemplateId: '',
            notificationMessageCCList: [],
          },
        ],
      },
    ],
  },
  definitions: [
    typedDefinition(`${type}_passwordRequired`, 'Require a password'),
    typedDefinition(`${type}_validOperatingSystemBuildRanges`, 'Valid operating system builds', {
      '@odata.type': '#microsoft.graph.deviceManagementCollectionSettingDefinition',
      elementDefinitionId: range,
    }),
    typedDefinition(`${range}_lowestVersion`, 'Minimum version'),
  ],
  policyType: 'compliancePolicy',
  policyName: 'Windows',
  settingNames: ['Require a password', 'Valid operating system builds [1] > Minimum version'],
  secrets: [],
  rows: [
    ['passwordRequired', 'true'],
    ['passwordMinimumLength', '0'],
    ['validOperatingSystemBuildRanges/0/lowestVersion', '10.0.1'],
    ['deviceCompliancePolicyScript/rulesContent', '{"Rules":[]}'],
    ['scheduledActionsForRule/block/0/gracePeriodHours', '24'],
  ],
}
