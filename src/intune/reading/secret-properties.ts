/**
 * Properties of typed policies that hold a secret, at any depth; `{type}:` limits one to policies of this Graph type. Source:
 * Graph's beta metadata, and definitions with a `SecretConstraint`. Some of them Graph masks itself.
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
