import { oneOf, type Template } from '../template'
import { iosCatalog } from './catalog'

const restrictions = 'com.apple.applicationaccess'

export const mobile: readonly Template[] = [
  {
    collection: 'deviceConfigurations',
    name: 'iOS - Restrictions - Corporate - v2.3',
    description: 'Supervised iPhones and iPads.',
    to: ['SG-Intune-iOS-Corporate | iOS - Supervised'],
    properties: {
      '@odata.type': '#microsoft.graph.iosGeneralDeviceConfiguration',
      passcodeRequired: true,
      passcodeBlockSimple: true,
      passcodeMinimumLength: oneOf(6, 8),
      passcodeRequiredType: oneOf('numeric', 'alphanumeric'),
      passcodeSignInFailureCountBeforeWipe: 10,
      passcodeMinutesOfInactivityBeforeScreenTimeout: oneOf(2, 5),
      iCloudBlockBackup: true,
      iCloudBlockDocumentSync: true,
      iCloudBlockManagedAppsSync: true,
      iCloudRequireEncryptedBackup: true,
      airDropForceUnmanagedDropTarget: true,
      screenCaptureBlocked: oneOf(false, true),
      siriBlockedWhenLocked: true,
      usbRestrictedModeBlocked: false,
      diagnosticDataBlockSubmission: true,
    },
  },
  {
    collection: 'deviceConfigurations',
    name: 'Android - Restrictions - Fully managed - v1.5',
    description: 'Company phones.',
    to: ['SG-Intune-Android-Corporate | Android - Fully managed'],
    properties: {
      '@odata.type': '#microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration',
      passwordRequiredType: oneOf('numericComplex', 'alphanumeric'),
      passwordMinimumLength: oneOf(6, 8),
      passwordMinutesOfInactivityBeforeScreenTimeout: oneOf(5, 1),
      passwordSignInFailureCountBeforeFactoryReset: 10,
      factoryResetBlocked: true,
      storageBlockExternalMedia: true,
      storageBlockUsbFileTransfer: true,
      appsAllowInstallFromUnknownSources: false,
      appsAutoUpdatePolicy: 'wiFiOnly',
      screenCaptureBlocked: oneOf(false, true),
      systemUpdateInstallType: 'windowed',
      systemUpdateWindowStartMinutesAfterMidnight: 120,
      systemUpdateWindowEndMinutesAfterMidnight: oneOf(300, 360),
    },
  },
  {
    collection: 'deviceConfigurations',
    name: 'iOS - Wi-Fi - CONTOSO-MOBILE',
    description: 'Wi-Fi for phones and tablets.',
    to: ['SG-Intune-iOS-Corporate'],
    properties: {
      '@odata.type': '#microsoft.graph.iosWiFiConfiguration',
      networkName: 'Contoso mobile',
      ssid: 'CONTOSO-MOBILE',
      wiFiSecurityType: 'wpaPersonal',
      preSharedKey: '********',
      connectAutomatically: true,
      connectWhenNetworkNameIsHidden: false,
      proxySettings: 'none',
    },
  },
  iosCatalog(
    {
      name: 'iOS - Restrictions - USB and diagnostics',
      description: 'Settings that came after the device restrictions.',
      to: ['SG-Intune-iOS-Corporate'],
    },
    {
      [`${restrictions}_${restrictions}`]: {
        [`${restrictions}_allowfilesusbdriveaccess`]: 'false',
        [`${restrictions}_allowusbrestrictedmode`]: 'true',
        [`${restrictions}_allowdiagnosticsubmission`]: 'false',
        [`${restrictions}_forceencryptedbackup`]: 'true',
        [`${restrictions}_allowerasecontentandsettings`]: oneOf('false', 'true'),
      },
    },
  ),
]
