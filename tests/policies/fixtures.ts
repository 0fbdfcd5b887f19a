import {
  choice,
  choiceOf,
  definition,
  element,
  groups,
  namesOf,
  noNames,
  settingsOf,
  simple,
  simples,
  string,
} from '../settings/flatten/helpers'
import type { Fixture } from './contract'

const catalogId = '9ce0fb0c-30cf-4df1-b712-f476c1d7eaf8'
const secret = 'gAAAA-planted-token'

/** One fixture for every record of the registry, by its source. */
export const fixtures: Record<string, Fixture> = {
  configurationPolicies: {
    entry: {
      id: catalogId,
      name: 'Firewall',
      description: '',
      platforms: 'windows10',
      settingCount: 3,
      assignments: [],
      templateReference: { templateId: 'x_1', templateFamily: 'endpointSecurityFirewall' },
    },
    lists: {
      [`deviceManagement/configurationPolicies/${catalogId}/settings`]: settingsOf(
        choice('fw', choiceOf('fw_1', simple('fw_log', { value: 16_384 }))),
        groups('rules', element(simple('rule_name', string('In')), simples('rule_ports', string('80'), string('443')))),
        simple('key', { value: secret, valueState: 'encryptedValueToken' }),
      ),
    },
    names: namesOf(definition('fw', { displayName: 'Enable Firewall', options: { fw_1: 'True' } })),
    policyType: 'endpointSecurity',
    policyName: 'Firewall',
    secrets: [secret],
    rows: [
      ['fw', 'True'],
      ['fw/fw_log', '16384'],
      ['rules/0/rule_name', 'In'],
      ['rules/0/rule_ports', '["80","443"]'],
      ['key', '********'],
    ],
  },
  deviceCompliancePolicies: {
    entry: {
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
      'scheduledActionsForRule@odata.context': 'https://…',
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
    lists: {},
    names: noNames,
    policyType: 'compliancePolicy',
    policyName: 'Windows',
    secrets: [],
    rows: [
      ['passwordRequired', 'true'],
      ['passwordMinimumLength', '0'],
      ['validOperatingSystemBuildRanges/0/lowestVersion', '10.0.1'],
      ['deviceCompliancePolicyScript/rulesContent', '{"Rules":[]}'],
      ['scheduledActionsForRule/block/0/gracePeriodHours', '24'],
    ],
  },
}
