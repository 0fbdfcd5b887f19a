import { type DataObject, oneOf, type Template } from '../template'

type Own = Omit<Template, 'collection' | 'properties'> & { type: string }

const policy = ({ type, ...own }: Own, properties: DataObject): Template => ({
  collection: 'deviceConfigurations',
  ...own,
  properties: { '@odata.type': `#microsoft.graph.${type}`, ...properties },
})

const oma = (kind: string, displayName: string, omaUri: string, more: DataObject): DataObject => ({
  '@odata.type': `#microsoft.graph.omaSetting${kind}`,
  displayName,
  description: '',
  omaUri: `./Device/Vendor/MSFT/${omaUri}`,
  isEncrypted: false,
  secretReferenceValueId: null,
  ...more,
})

/** A text that Graph keeps encrypted and shows masked. */
const encrypted = (reference: string): DataObject => ({
  value: '****',
  isEncrypted: true,
  secretReferenceValueId: `35ea58b6-9a5c-41a2-8e0f-1f6a1f2b7c11_${reference}`,
})

const rootCertificate = Buffer.from('Contoso Root CA G2: the bytes of a certificate').toString('base64')

export const configurations: readonly Template[] = [
  policy(
    {
      name: 'Win - Wi-Fi - CONTOSO-CORP',
      description: 'Wi-Fi in all offices.',
      type: 'windowsWifiConfiguration',
      to: ['all devices | Win - Corporate devices'],
    },
    {
      networkName: 'Contoso corporate',
      ssid: 'CONTOSO-CORP',
      wifiSecurityType: 'wpa2Personal',
      preSharedKey: '********',
      connectAutomatically: true,
      connectToPreferredNetwork: false,
      connectWhenNetworkNameIsHidden: oneOf(true, false),
      meteredConnectionLimit: 'unrestricted',
      proxySetting: 'none',
    },
  ),
  policy(
    {
      name: 'Win - Custom - OMA-URI - Legacy',
      description: 'What the settings catalog did not have. To be moved.',
      type: 'windows10CustomConfiguration',
      to: ['SG-Intune-Windows-10-Legacy'],
    },
    {
      omaSettings: [
        oma('Integer', 'Block Wi-Fi Sense', 'Policy/Config/WiFi/AllowAutoConnectToWiFiSenseHotspots', {
          value: 0,
          isReadOnly: false,
        }),
        oma('String', 'VPN profile - Always On', 'VPNv2/Contoso%20AOVPN/ProfileXML', encrypted('vpn')),
        oma('String', 'Proxy credentials', 'Policy/Config/Contoso~Policy~Proxy/Account', encrypted('proxy')),
        oma('Boolean', 'Hide the Recovery page', 'Policy/Config/Settings/HideRecovery', { value: true }),
      ],
    },
  ),
  policy(
    {
      name: 'Win - Certificate - Contoso Root CA',
      description: 'Trusted root of the internal PKI.',
      type: 'windows81TrustedRootCertificate',
      to: ['all devices'],
    },
    {
      trustedRootCertificate: rootCertificate,
      certFileName: 'ContosoRootCA-G2.cer',
      destinationStore: 'computerCertStoreRoot',
    },
  ),
  policy(
    {
      name: 'Win - Delivery Optimization - Offices',
      description: 'Updates from neighbours of the same office.',
      type: 'windowsDeliveryOptimizationConfiguration',
      to: ['all devices'],
    },
    {
      deliveryOptimizationMode: oneOf('httpWithPeeringPrivateGroup', 'httpWithPeeringNat'),
      restrictPeerSelectionBy: 'subnetMask',
      backgroundDownloadFromHttpDelayInSeconds: oneOf(60, 120),
      foregroundDownloadFromHttpDelayInSeconds: 60,
      minimumRamAllowedToPeerInGigabytes: 4,
      maximumCacheAgeInDays: oneOf(7, 14),
      vpnPeerCaching: 'disabled',
    },
  ),
  policy(
    {
      name: 'Win - Shared PC - Meeting rooms',
      description: 'Guests can sign in; accounts are deleted at once.',
      type: 'sharedPCConfiguration',
      to: ['SG-Intune-Meeting-Rooms'],
      single: true,
    },
    {
      enabled: true,
      allowedAccounts: 'guest',
      allowLocalStorage: false,
      disableEduPolicies: true,
      disableSignInOnResume: false,
      idleTimeBeforeSleepInSeconds: 3600,
      accountManagerPolicy: {
        accountDeletionPolicy: 'immediate',
        cacheAccountsAboveDiskFreePercentage: 50,
        inactiveThresholdDays: 30,
        removeAccountsBelowDiskFreePercentage: 25,
      },
    },
  ),
]
