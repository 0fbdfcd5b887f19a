import type { Catalogs } from './collections'
import { definitionsOf } from './definitions'
import type { JsonObject, Row, SourcePolicy } from './model'

export const tenant = 'tenant-1'
export const SECRET = 'gAAAA-planted-token'

const type = (name: string) => `#microsoft.graph.deviceManagementConfiguration${name}`
const simple = (settingDefinitionId: string, simpleSettingValue: JsonObject): JsonObject => ({
  settingInstance: { settingDefinitionId, simpleSettingValue },
})
const fingerprint = JSON.stringify({ secret: true, fingerprint: '0'.repeat(64) })

const catalogId = '11111111-1111-4111-8111-111111111111'
const typedId = '22222222-2222-4222-8222-222222222222'
const complianceId = '33333333-3333-4333-8333-333333333333'
const intentId = '44444444-4444-4444-8444-444444444444'
const linuxId = '55555555-5555-4555-8555-555555555555'

/** One small policy of each collection, with a value of each kind. */
export const sources: SourcePolicy[] = [
  {
    collection: 'configurationPolicies',
    id: catalogId,
    policy: {
      id: catalogId,
      name: 'Firewall',
      templateReference: { templateFamily: 'endpointSecurityFirewall' },
      settings: [
        {
          settingInstance: {
            settingDefinitionId: 'FW',
            choiceSettingValue: {
              value: 'fw_1',
              children: [{ settingDefinitionId: 'fw_log', simpleSettingValue: { value: 16384 } }],
            },
          },
        },
        {
          settingInstance: {
            settingDefinitionId: 'rules',
            groupSettingCollectionValue: [
              { children: [{ settingDefinitionId: 'ports', simpleSettingCollectionValue: [{ value: '80' }] }] },
              { children: [] },
            ],
          },
        },
        simple('key', { '@odata.type': type('SecretSettingValue'), value: SECRET, valueState: 'encryptedValueToken' }),
        simple('device_vendor_msft_unknown_thing', { value: 'a/b' }),
        { settingInstance: { settingDefinitionId: 'twin1', choiceSettingCollectionValue: [{ value: 'fw_1' }] } },
        { settingInstance: { settingDefinitionId: 'twin2', groupSettingValue: { children: [] } } },
      ],
    },
  },
  {
    collection: 'deviceConfigurations',
    id: typedId,
    policy: {
      '@odata.type': '#microsoft.graph.windows10CustomConfiguration',
      id: typedId,
      displayName: 'Custom',
      version: 3,
      applied: { '@odata.type': '#microsoft.graph.inner', depth: 2, nothing: null },
      wifi: [{ preSharedKey: SECRET }],
      payload: Buffer.from('<plist/>').toString('base64'),
      omaSettings: [
        { '@odata.type': '#microsoft.graph.omaSettingInteger', omaUri: './V/50%', displayName: 'Fifty', value: 50 },
        {
          '@odata.type': '#microsoft.graph.omaSettingString',
          omaUri: './S',
          displayName: '',
          isEncrypted: true,
          secretReferenceValueId: 'x_y_z',
          value: '****',
        },
      ],
    },
  },
  {
    collection: 'deviceCompliancePolicies',
    id: complianceId,
    policy: {
      '@odata.type': '#microsoft.graph.windows10CompliancePolicy',
      id: complianceId,
      displayName: 'Windows',
      passwordRequiredType: 'deviceDefault',
      osMinimumVersion: '10.0',
      scheduledActionsForRule: [
        { id: 'r', scheduledActionConfigurations: [{ id: 'a', actionType: 'block', gracePeriodHours: 24 }] },
      ],
    },
  },
  {
    collection: 'intents',
    id: intentId,
    policy: {
      id: intentId,
      displayName: 'Baseline',
      settings: [
        { id: '1', definitionId: 'deviceConfiguration--t_drive', valueJson: '{"method":"aes","off":null}' },
        { id: '2', definitionId: 'deviceConfiguration--t_none', valueJson: 'null' },
      ],
    },
  },
  { collection: 'compliancePolicies', id: linuxId, policy: { id: linuxId, name: 'Linux', settings: [], scheduledActionsForRule: [] } }, // prettier-ignore
]

export const catalogs: Catalogs = {
  unconfigured: new Map([
    ['osMinimumVersion', new Set(['""'])],
    ['passwordRequiredType', new Set(['"deviceDefault"'])],
  ]),
  configurationSettings: definitionsOf([
    {
      id: 'fw',
      displayName: 'Enable\n Firewall',
      keywords: ['x', '\\Network\\Firewall'],
      options: [{ itemId: 'FW_1', displayName: 'True' }],
    },
    { id: 'fw_log', displayName: '', name: 'LogSize' },
    { id: 'rules', displayName: 'Top Level Setting Group Collection', maximumCount: 9 },
    { id: 'ports', displayName: 'Ports' },
    { id: 'key', displayName: 'Key' },
    { id: 'twin1', displayName: 'Twin', name: 'a', options: [] },
    { id: 'twin2', displayName: 'Twin', name: 'b' },
  ]),
  settingDefinitions: definitionsOf([
    {
      id: 'deviceConfiguration--windows10CompliancePolicy_passwordRequiredType',
      displayName: 'Password type',
      constraints: [{ values: [{ value: 'DeviceDefault', displayName: 'Device default' }] }],
    },
    {
      id: 'deviceConfiguration--t_drive',
      displayName: 'Drive',
      propertyDefinitionIds: ['deviceConfiguration--d_method'],
    },
    { id: 'deviceConfiguration--d_method', displayName: 'LOC NEEDED: method' },
  ]),
  complianceSettings: definitionsOf([]),
}

type RowValues = [
  path: string,
  name: string,
  value: string,
  type: string,
  raw: string,
  id?: string | null,
  category?: string,
]

function rowsOf(source: string, id: string, policy: [name: string, type: string], rows: RowValues[]): Row[] {
  return rows.map(([path, name, value, valueType, raw, definition = null, category = null]) => ({
    tenant_id: tenant,
    graph_policy_id: id,
    policy_name: policy[0],
    policy_type: policy[1],
    setting_name: name,
    setting_value: value,
    setting_value_type: valueType,
    source,
    setting_path: path,
    raw_value: raw,
    definition_id: definition,
    category,
    is_default: null,
  }))
}

const rule = 'scheduledActionsForRule'

/** The rows that those policies must have, written by hand. */
export const rows: Row[] = [
  ...rowsOf('configurationPolicies', catalogId, ['Firewall', 'endpointSecurity'], [
    ['FW', 'Enable Firewall', 'True', 'choice', '"fw_1"', 'FW', 'Network\\Firewall'],
    ['FW/fw_log', 'Enable Firewall > LogSize', '16384', 'number', '16384', 'fw_log'],
    ['rules/0/ports', 'Ports', '["80"]', 'array', '["80"]', 'ports'],
    ['rules/1', 'Rules [2]', '[]', 'object', '[]', 'rules'],
    ['key', 'Key', '********', 'secret', fingerprint, 'key'],
    ['device_vendor_msft_unknown_thing', 'Unknown Thing', 'a/b', 'string', '"a/b"', 'device_vendor_msft_unknown_thing'],
    ['twin1', 'Twin (a)', '["fw_1"]', 'array', '["fw_1"]', 'twin1'],
    ['twin2', 'Twin (b)', '[]', 'object', '[]', 'twin2'],
  ]),
  ...rowsOf('deviceConfigurations', typedId, ['Custom', 'deviceConfiguration'], [
    ['applied/depth', 'Applied > Depth', '2', 'number', '2'],
    ['wifi/0/preSharedKey', 'Wifi [1] > Pre-shared key', '********', 'secret', fingerprint],
    ['payload', 'Payload', '<plist/>', 'string', '{"sha256":"0269140040ae6b701ef751edba031273064d21fb7610528f930f391b6b2a2164","bytes":8,"base64":true}'],
    ['omaSettings/.%2FV%2F50%25', './V/50%', '50', 'number', '50'],
    ['omaSettings/.%2FV%2F50%25/displayName', './V/50% > Display name', 'Fifty', 'string', '"Fifty"'],
    ['omaSettings/.%2FS', './S', '********', 'secret', fingerprint],
  ]),
  ...rowsOf('deviceCompliancePolicies', complianceId, ['Windows', 'compliancePolicy'], [
    ['passwordRequiredType', 'Password type', 'Device default', 'choice', '"deviceDefault"', 'deviceConfiguration--windows10CompliancePolicy_passwordRequiredType'],
    ['osMinimumVersion', 'OS minimum version', '10.0', 'string', '"10.0"'],
    [`${rule}/block/0/gracePeriodHours`, 'Actions for noncompliance > Mark device noncompliant [1] > Schedule (hours)', '24', 'number', '24'],
  ]),
  ...rowsOf('intents', intentId, ['Baseline', 'endpointSecurity'], [
    ['deviceConfiguration--t_drive/method', 'Drive > Method', 'aes', 'string', '"aes"', 'deviceConfiguration--d_method'],
  ]),
  ...rowsOf('compliancePolicies', linuxId, ['Linux', 'compliancePolicy'], [
    [rule, 'Actions for noncompliance', '[]', 'array', '[]'],
  ]),
] // prettier-ignore
