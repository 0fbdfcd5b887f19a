import { humaniseProperty } from './humanise'
import { collapse } from '../../shared/text'

/** Labels of properties that `humaniseProperty` splits wrongly and Graph's catalog often does not name. */
const labels = new Map([
  ['bitLockerEnabled', 'BitLocker enabled'],
  ['bitLockerEncryptDevice', 'BitLocker encrypt device'],
  ['bitLockerFixedDrivePolicy', 'BitLocker fixed drive policy'],
  ['bitLockerRemovableDrivePolicy', 'BitLocker removable drive policy'],
  ['bitLockerSystemDrivePolicy', 'BitLocker system drive policy'],
  ['dayofMonth', 'Day of month'],
  ['dayofWeek', 'Day of week'],
  ['easServices', 'EAS services'],
  ['eapType', 'EAP type'],
  ['enableEAP', 'Enable EAP'],
  ['ipAddress', 'IP address'],
  ['nATKeepAliveIntervalInSeconds', 'NAT keep alive interval in seconds'],
  ['nATKeepAliveOffloadEnable', 'NAT keep alive offload enable'],
  ['omaUri', 'OMA-URI'],
  ['oSVersion', 'OS version'],
  ['osMaximumBuildVersion', 'OS maximum build version'],
  ['osMaximumVersion', 'OS maximum version'],
  ['osMinimumBuildVersion', 'OS minimum build version'],
  ['osMinimumVersion', 'OS minimum version'],
  ['scepServerUrls', 'SCEP server URLs'],
  ['sModeSwitchSetting', 'S mode switch setting'],
  ['ssid', 'SSID'],
  ['ssids', 'SSIDs'],
  ['tlsMaximumVersion', 'TLS maximum version'],
  ['tlsMinimumVersion', 'TLS minimum version'],
  ['tpmRequired', 'TPM required'],
  ['uacRequired', 'UAC required'],
  ['vpnAlwaysOnPackageIdentifier', 'VPN always on package identifier'],
  ['wiFiBlockPowerModification', 'Wi-Fi block power modification'],
  ['wiFiSecurityType', 'Wi-Fi security type'],
])

/** The label of a property that no definition names. */
export function propertyLabel(property: string): string {
  return labels.get(property) ?? collapse(humaniseProperty(property))
}
