import { labels, typedDefinition } from '../../samples/typed'
import type { Sample } from '../record'

const secret = 'planted-preshared'
const type = 'deviceConfiguration--windows10GeneralConfiguration'

/** A Windows restriction profile with more kinds of properties than a real one has. */
export const sample: Sample = {
  policy: {
    '@odata.type': '#microsoft.graph.windows10GeneralConfiguration',
    id: '1f0e6a2b-9c1d-4c57-b3a4-6f2b8f1a9d03',
    displayName: 'Restrictions',
    description: 'd',
    version: 2,
    supportsScopeTags: true,
    roleScopeTagIds: ['0'],
    assignments: [],
    passwordRequired: true,
    passwordMinimumLength: null,
    edgeSearchEngine: { '@odata.type': '#microsoft.graph.edgeSearchEngine', edgeSearchEngineType: 'bing' },
    startMenuLayoutXml: Buffer.from('<layout/>').toString('base64'),
    preSharedKey: secret,
    omaSettings: [
      {
        '@odata.type': '#microsoft.graph.omaSettingInteger',
        displayName: 'Wi-Fi sense',
        description: '',
        omaUri: './Vendor/MSFT/Policy/Config/Wifi/AllowAutoConnectToWiFiSenseHotspots',
        value: 0,
        isReadOnly: false,
        isEncrypted: false,
        secretReferenceValueId: null,
      },
      {
        '@odata.type': '#microsoft.graph.omaSettingString',
        displayName: 'A key',
        omaUri: './Vendor/MSFT/Key',
        value: secret,
        isEncrypted: true,
        secretReferenceValueId: 'x_y_z',
      },
    ],
    privacyAccessControls: [{ id: '1', accessLevel: 'forceDeny', dataCategory: 'camera', appDisplayName: null }],
  },
  definitions: [
    typedDefinition(`${type}_passwordRequired`, 'Password', { constraints: [labels({ true: 'Require' })] }),
    typedDefinition(`${type}_edgeSearchEngine`, 'Default search engine'),
    typedDefinition('deviceConfiguration--edgeSearchEngine_edgeSearchEngineType', null, {
      constraints: [labels({ bing: 'Bing' })],
    }),
  ],
  policyType: 'deviceConfiguration',
  policyName: 'Restrictions',
  settingNames: [
    'Password',
    'Default search engine > Edge search engine type',
    './Vendor/MSFT/Policy/Config/Wifi/AllowAutoConnectToWiFiSenseHotspots',
    './Vendor/MSFT/Key',
    './Vendor/MSFT/Key > Display name',
  ],
  secrets: [secret, 'x_y_z'],
  rows: [
    ['passwordRequired', 'Require'],
    ['edgeSearchEngine/edgeSearchEngineType', 'Bing'],
    ['startMenuLayoutXml', '<layout/>'],
    ['preSharedKey', '********'],
    ['privacyAccessControls/0/accessLevel', 'forceDeny'],
    ['omaSettings/.%2FVendor%2FMSFT%2FPolicy%2FConfig%2FWifi%2FAllowAutoConnectToWiFiSenseHotspots', '0'],
    ['omaSettings/.%2FVendor%2FMSFT%2FKey', '********'],
    ['omaSettings/.%2FVendor%2FMSFT%2FKey/displayName', 'A key'],
  ],
}
