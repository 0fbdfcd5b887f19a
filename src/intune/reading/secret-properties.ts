/**
 * Properties of Intune's typed policies that hold a secret, wherever they are; with `{type}:` before them, in policies of
 * this Graph type alone. Graph masks some of them itself, which is no reason to show its mask. Which ones there are: the
 * properties of Graph's beta metadata, and the definitions that have a `SecretConstraint`.
 */
export const SECRET_PROPERTIES: ReadonlySet<string> = new Set([
  // Wi-Fi and VPN profiles
  'preSharedKey',
  'wiFiPreSharedKey',
  'kioskModeWifiPassword',
  'wepKey',
  'sharedKey',
  'sharedSecret',
  'proxyPassword',
  'passwordFormatString',
  // devices
  'customPassword',
  'kioskModeExitCode',
  'passcode',
  'passphrase',
  'password',
  // onboarding and licensing
  'advancedThreatProtectionOffboardingBlob',
  'advancedThreatProtectionOnboardingBlob',
  'azureOperationalInsightsWorkspaceKey',
  'license',
  'productKey',
  // whole profiles that carry keys
  'androidOmaCpConfiguration:configurationXml',
  'windows81WifiImportConfiguration:payload',
])
