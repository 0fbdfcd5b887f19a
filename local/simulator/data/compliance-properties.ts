import { parseTable, type Property } from './property-table'

/**
 * The properties of each derived compliance type with their kinds, from Graph's beta metadata. Other properties do not
 * exist on the type.
 */
const properties: Readonly<Record<string, string>> = {
  androidCompliancePolicy:
    'advancedThreatProtectionRequiredSecurityLevel:e conditionStatementId:s deviceThreatProtectionEnabled:b ' +
    'deviceThreatProtectionRequiredSecurityLevel:e minAndroidSecurityPatchLevel:s osMaximumVersion:s ' +
    'osMinimumVersion:s passwordExpirationDays:n passwordMinimumLength:n ' +
    'passwordMinutesOfInactivityBeforeLock:n passwordPreviousPasswordBlockCount:n passwordRequired:b ' +
    'passwordRequiredType:e passwordSignInFailureCountBeforeFactoryReset:n requiredPasswordComplexity:e ' +
    'restrictedApps:l securityBlockDeviceAdministratorManagedDevices:b securityBlockJailbrokenDevices:b ' +
    'securityDisableUsbDebugging:b securityPreventInstallAppsFromUnknownSources:b ' +
    'securityRequireCompanyPortalAppIntegrity:b securityRequireGooglePlayServices:b ' +
    'securityRequireSafetyNetAttestationBasicIntegrity:b securityRequireSafetyNetAttestationCertifiedDevice:b ' +
    'securityRequireUpToDateSecurityProviders:b securityRequireVerifyApps:b storageRequireEncryption:b',
  androidDeviceOwnerCompliancePolicy:
    'advancedThreatProtectionRequiredSecurityLevel:e deviceThreatProtectionEnabled:b ' +
    'deviceThreatProtectionRequiredSecurityLevel:e minAndroidSecurityPatchLevel:s osMaximumVersion:s ' +
    'osMinimumVersion:s passwordExpirationDays:n passwordMinimumLength:n passwordMinimumLetterCharacters:n ' +
    'passwordMinimumLowerCaseCharacters:n passwordMinimumNonLetterCharacters:n ' +
    'passwordMinimumNumericCharacters:n passwordMinimumSymbolCharacters:n passwordMinimumUpperCaseCharacters:n ' +
    'passwordMinutesOfInactivityBeforeLock:n passwordPreviousPasswordCountToBlock:n passwordRequired:b ' +
    'passwordRequiredType:e requireNoPendingSystemUpdates:b securityBlockJailbrokenDevices:b ' +
    'securityRequiredAndroidSafetyNetEvaluationType:e securityRequireIntuneAppIntegrity:b ' +
    'securityRequireSafetyNetAttestationBasicIntegrity:b securityRequireSafetyNetAttestationCertifiedDevice:b ' +
    'storageRequireEncryption:b localActions:l',
  androidForWorkCompliancePolicy:
    'deviceThreatProtectionEnabled:b deviceThreatProtectionRequiredSecurityLevel:e ' +
    'minAndroidSecurityPatchLevel:s osMaximumVersion:s osMinimumVersion:s passwordExpirationDays:n ' +
    'passwordMinimumLength:n passwordMinutesOfInactivityBeforeLock:n passwordPreviousPasswordBlockCount:n ' +
    'passwordRequired:b passwordRequiredType:e passwordSignInFailureCountBeforeFactoryReset:n ' +
    'requiredPasswordComplexity:e securityBlockJailbrokenDevices:b securityDisableUsbDebugging:b ' +
    'securityPreventInstallAppsFromUnknownSources:b securityRequireCompanyPortalAppIntegrity:b ' +
    'securityRequiredAndroidSafetyNetEvaluationType:e securityRequireGooglePlayServices:b ' +
    'securityRequireSafetyNetAttestationBasicIntegrity:b securityRequireSafetyNetAttestationCertifiedDevice:b ' +
    'securityRequireUpToDateSecurityProviders:b securityRequireVerifyApps:b storageRequireEncryption:b ' +
    'workProfileInactiveBeforeScreenLockInMinutes:n workProfilePasswordExpirationInDays:n ' +
    'workProfilePasswordMinimumLength:n workProfilePasswordRequiredType:e ' +
    'workProfilePreviousPasswordBlockCount:n workProfileRequiredPasswordComplexity:e ' +
    'workProfileRequirePassword:b',
  androidWorkProfileCompliancePolicy:
    'advancedThreatProtectionRequiredSecurityLevel:e deviceThreatProtectionEnabled:b ' +
    'deviceThreatProtectionRequiredSecurityLevel:e minAndroidSecurityPatchLevel:s osMaximumVersion:s ' +
    'osMinimumVersion:s passwordExpirationDays:n passwordMinimumLength:n ' +
    'passwordMinutesOfInactivityBeforeLock:n passwordPreviousPasswordBlockCount:n passwordRequired:b ' +
    'passwordRequiredType:e passwordSignInFailureCountBeforeFactoryReset:n requiredPasswordComplexity:e ' +
    'securityBlockJailbrokenDevices:b securityDisableUsbDebugging:b ' +
    'securityPreventInstallAppsFromUnknownSources:b securityRequireCompanyPortalAppIntegrity:b ' +
    'securityRequiredAndroidSafetyNetEvaluationType:e securityRequireGooglePlayServices:b ' +
    'securityRequireSafetyNetAttestationBasicIntegrity:b securityRequireSafetyNetAttestationCertifiedDevice:b ' +
    'securityRequireUpToDateSecurityProviders:b securityRequireVerifyApps:b storageRequireEncryption:b ' +
    'workProfileInactiveBeforeScreenLockInMinutes:n workProfilePasswordExpirationInDays:n ' +
    'workProfilePasswordMinimumLength:n workProfilePasswordRequiredType:e ' +
    'workProfilePreviousPasswordBlockCount:n workProfileRequiredPasswordComplexity:e ' +
    'workProfileRequirePassword:b',
  aospDeviceOwnerCompliancePolicy:
    'minAndroidSecurityPatchLevel:s osMaximumVersion:s osMinimumVersion:s passwordMinimumLength:n ' +
    'passwordMinutesOfInactivityBeforeLock:n passwordRequired:b passwordRequiredType:e ' +
    'securityBlockJailbrokenDevices:b storageRequireEncryption:b',
  iosCompliancePolicy:
    'advancedThreatProtectionRequiredSecurityLevel:e deviceThreatProtectionEnabled:b ' +
    'deviceThreatProtectionRequiredSecurityLevel:e managedEmailProfileRequired:b osMaximumBuildVersion:s ' +
    'osMaximumVersion:s osMinimumBuildVersion:s osMinimumVersion:s passcodeBlockSimple:b ' +
    'passcodeExpirationDays:n passcodeMinimumCharacterSetCount:n passcodeMinimumLength:n ' +
    'passcodeMinutesOfInactivityBeforeLock:n passcodeMinutesOfInactivityBeforeScreenTimeout:n ' +
    'passcodePreviousPasscodeBlockCount:n passcodeRequired:b passcodeRequiredType:e restrictedApps:l ' +
    'securityBlockJailbrokenDevices:b',
  macOSCompliancePolicy:
    'advancedThreatProtectionRequiredSecurityLevel:e deviceThreatProtectionEnabled:b ' +
    'deviceThreatProtectionRequiredSecurityLevel:e firewallBlockAllIncoming:b firewallEnabled:b ' +
    'firewallEnableStealthMode:b gatekeeperAllowedAppSource:e osMaximumBuildVersion:s osMaximumVersion:s ' +
    'osMinimumBuildVersion:s osMinimumVersion:s passwordBlockSimple:b passwordExpirationDays:n ' +
    'passwordMinimumCharacterSetCount:n passwordMinimumLength:n passwordMinutesOfInactivityBeforeLock:n ' +
    'passwordPreviousPasswordBlockCount:n passwordRequired:b passwordRequiredType:e storageRequireEncryption:b ' +
    'systemIntegrityProtectionEnabled:b',
  windows10CompliancePolicy:
    'activeFirewallRequired:b antiSpywareRequired:b antivirusRequired:b bitLockerEnabled:b ' +
    'codeIntegrityEnabled:b configurationManagerComplianceRequired:b defenderEnabled:b defenderVersion:s ' +
    'deviceCompliancePolicyScript:o deviceThreatProtectionEnabled:b ' +
    'deviceThreatProtectionRequiredSecurityLevel:e earlyLaunchAntiMalwareDriverEnabled:b ' +
    'firmwareProtectionEnabled:b kernelDmaProtectionEnabled:b memoryIntegrityEnabled:b ' +
    'mobileOsMaximumVersion:s mobileOsMinimumVersion:s osMaximumVersion:s osMinimumVersion:s ' +
    'passwordBlockSimple:b passwordExpirationDays:n passwordMinimumCharacterSetCount:n passwordMinimumLength:n ' +
    'passwordMinutesOfInactivityBeforeLock:n passwordPreviousPasswordBlockCount:n passwordRequired:b ' +
    'passwordRequiredToUnlockFromIdle:b passwordRequiredType:e requireHealthyDeviceReport:b rtpEnabled:b ' +
    'secureBootEnabled:b signatureOutOfDate:b storageRequireEncryption:b tpmRequired:b ' +
    'validOperatingSystemBuildRanges:l virtualizationBasedSecurityEnabled:b wslDistributions:l',
  windows10MobileCompliancePolicy:
    'activeFirewallRequired:b bitLockerEnabled:b codeIntegrityEnabled:b earlyLaunchAntiMalwareDriverEnabled:b ' +
    'osMaximumVersion:s osMinimumVersion:s passwordBlockSimple:b passwordExpirationDays:n ' +
    'passwordMinimumCharacterSetCount:n passwordMinimumLength:n passwordMinutesOfInactivityBeforeLock:n ' +
    'passwordPreviousPasswordBlockCount:n passwordRequired:b passwordRequiredType:e ' +
    'passwordRequireToUnlockFromIdle:b secureBootEnabled:b storageRequireEncryption:b ' +
    'validOperatingSystemBuildRanges:l',
  windows81CompliancePolicy:
    'osMaximumVersion:s osMinimumVersion:s passwordBlockSimple:b passwordExpirationDays:n ' +
    'passwordMinimumCharacterSetCount:n passwordMinimumLength:n passwordMinutesOfInactivityBeforeLock:n ' +
    'passwordPreviousPasswordBlockCount:n passwordRequired:b passwordRequiredType:e storageRequireEncryption:b',
  windowsPhone81CompliancePolicy:
    'osMaximumVersion:s osMinimumVersion:s passwordBlockSimple:b passwordExpirationDays:n ' +
    'passwordMinimumCharacterSetCount:n passwordMinimumLength:n passwordMinutesOfInactivityBeforeLock:n ' +
    'passwordPreviousPasswordBlockCount:n passwordRequired:b passwordRequiredType:e storageRequireEncryption:b',
}

/** Returns the properties of a type such as `windows10CompliancePolicy`; undefined for an unknown type. */
export function complianceProperties(type: string): ReadonlyMap<string, Property> | undefined {
  return tables.get(type)
}

const tables = new Map(Object.entries(properties).map(([type, text]) => [type, parseTable(text)]))

export const complianceTypes: readonly string[] = [...tables.keys()]

/** Returns the values of an enumeration by the name of its property; the first means "not set". */
export function complianceChoices(name: string): readonly string[] {
  if (name.endsWith('SecurityLevel')) return ['unavailable', 'secured', 'low', 'medium', 'high']
  if (name.endsWith('RequiredType')) return ['deviceDefault', 'alphanumeric', 'numeric']
  if (name.endsWith('Complexity')) return ['none', 'low', 'medium', 'high']
  if (name.endsWith('EvaluationType')) return ['basic', 'hardwareBacked']
  return ['notConfigured', 'macAppStore', 'macAppStoreAndIdentifiedDevelopers', 'anywhere']
}
