import { catalogDefinition, instance, settingsOf, text } from '../../samples/catalog'
import type { Sample } from '../record'

const secret = 'gAAAA-planted-token'

/** An endpoint security policy of the settings catalog. */
export const sample: Sample = {
  policy: {
    id: '9ce0fb0c-30cf-4df1-b712-f476c1d7eaf8',
    name: 'Firewall',
    description: '',
    platforms: 'windows10',
    settingCount: 3,
    assignments: [],
    templateReference: { templateId: 'x_1', templateFamily: 'endpointSecurityFirewall' },
    settings: settingsOf(
      instance('fw', 'ChoiceSetting', {
        value: 'fw_1',
        children: [instance('fw_log', 'SimpleSetting', { value: 16_384 })],
      }),
      instance('rules', 'GroupSettingCollection', [
        {
          children: [
            instance('rule_name', 'SimpleSetting', text('In')),
            instance('rule_ports', 'SimpleSettingCollection', [text('80'), text('443')]),
          ],
        },
      ]),
      instance('key', 'SimpleSetting', { value: secret, valueState: 'encryptedValueToken' }),
    ),
  },
  definitions: [catalogDefinition('fw', 'Enable Firewall', { fw_1: 'True' })],
  policyType: 'endpointSecurity',
  policyName: 'Firewall',
  settingNames: ['Enable Firewall'],
  secrets: [secret],
  rows: [
    ['fw', 'True'],
    ['fw/fw_log', '16384'],
    ['rules/0/rule_name', 'In'],
    ['rules/0/rule_ports', '["80","443"]'],
    ['key', '********'],
  ],
}
