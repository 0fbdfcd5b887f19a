/** Typed properties and settings of intents. Names and labels as Graph has them; see NOTICE. */
export const typedTable = String.raw`
androidDeviceOwnerGeneralDeviceConfiguration_appsAllowInstallFromUnknownSources | boolean | Allow installation from unknown sources
androidDeviceOwnerGeneralDeviceConfiguration_appsAutoUpdatePolicy | string | App auto-updates | notConfigured=Not configured; userChoice=User choice; never=Never; wiFiOnly=Wi-Fi only; always=Always
androidDeviceOwnerGeneralDeviceConfiguration_factoryResetBlocked | boolean | Block factory reset
androidDeviceOwnerGeneralDeviceConfiguration_passwordMinimumLength | integer | Minimum password length
androidDeviceOwnerGeneralDeviceConfiguration_passwordMinutesOfInactivityBeforeScreenTimeout | integer | Time to lock screen | 1=1 Minute; 5=5 Minutes; 10=10 Minutes; 15=15 Minutes; 30=30 Minutes; 60=1 Hour
androidDeviceOwnerGeneralDeviceConfiguration_passwordRequiredType | string | Required password | deviceDefault=Device default; required=Password required, no restrictions; lowSecurityBiometric=Weak biometric; numeric=Numeric; numericComplex=Numeric complex; alphabetic=Alphabetic; alphanumeric=Alphanumeric; alphanumericWithSymbols=Alphanumeric with symbols; customPassword=Custom password
androidDeviceOwnerGeneralDeviceConfiguration_passwordSignInFailureCountBeforeFactoryReset | integer | Number of sign-in failures before wiping device
androidDeviceOwnerGeneralDeviceConfiguration_screenCaptureBlocked | boolean | Block screen capture
androidDeviceOwnerGeneralDeviceConfiguration_storageBlockExternalMedia | boolean | Block mounting of external media
androidDeviceOwnerGeneralDeviceConfiguration_storageBlockUsbFileTransfer | boolean | Block USB file transfer
androidDeviceOwnerGeneralDeviceConfiguration_systemUpdateInstallType | string | Define system update policy | deviceDefault=Device default; automatic=Automatic; postpone=Postponed; windowed=Maintenance window
androidDeviceOwnerGeneralDeviceConfiguration_systemUpdateWindowEndMinutesAfterMidnight | integer | End time | 0=12:00 AM; 30=12:30 AM; 60=1:00 AM; 90=1:30 AM; 120=2:00 AM; 150=2:30 AM; 180=3:00 AM; 210=3:30 AM; 240=4:00 AM; 270=4:30 AM; 300=5:00 AM; 330=5:30 AM; 360=6:00 AM; 390=6:30 AM; 420=7:00 AM; 450=7:30 AM; 480=8:00 AM; 510=8:30 AM; 540=9:00 AM; 570=9:30 AM; 600=10:00 AM; 630=10:30 AM; 660=11:00 AM; 690=11:30 AM; 720=12:00 PM; 750=12:30 PM; 780=1:00 PM; 810=1:30 PM; 840=2:00 PM; 870=2:30 PM; 900=3:00 PM; 930=3:30 PM; 960=4:00 PM; 990=4:30 PM; 1020=5:00 PM; 1050=5:30 PM; 1080=6:00 PM; 1110=6:30 PM; 1140=7:00 PM; 1170=7:30 PM; 1200=8:00 PM; 1230=8:30 PM; 1260=9:00 PM; 1290=9:30 PM; 1320=10:00 PM; 1350=10:30 PM; 1380=11:00 PM; 1410=11:30 PM
androidDeviceOwnerGeneralDeviceConfiguration_systemUpdateWindowStartMinutesAfterMidnight | integer | Start time | 0=12:00 AM; 30=12:30 AM; 60=1:00 AM; 90=1:30 AM; 120=2:00 AM; 150=2:30 AM; 180=3:00 AM; 210=3:30 AM; 240=4:00 AM; 270=4:30 AM; 300=5:00 AM; 330=5:30 AM; 360=6:00 AM; 390=6:30 AM; 420=7:00 AM; 450=7:30 AM; 480=8:00 AM; 510=8:30 AM; 540=9:00 AM; 570=9:30 AM; 600=10:00 AM; 630=10:30 AM; 660=11:00 AM; 690=11:30 AM; 720=12:00 PM; 750=12:30 PM; 780=1:00 PM; 810=1:30 PM; 840=2:00 PM; 870=2:30 PM; 900=3:00 PM; 930=3:30 PM; 960=4:00 PM; 990=4:30 PM; 1020=5:00 PM; 1050=5:30 PM; 1080=6:00 PM; 1110=6:30 PM; 1140=7:00 PM; 1170=7:30 PM; 1200=8:00 PM; 1230=8:30 PM; 1260=9:00 PM; 1290=9:30 PM; 1320=10:00 PM; 1350=10:30 PM; 1380=11:00 PM; 1410=11:30 PM
androidWorkProfileCompliancePolicy_minAndroidSecurityPatchLevel | string | Minimum security patch level
androidWorkProfileCompliancePolicy_osMinimumVersion | string | Minimum OS version
androidWorkProfileCompliancePolicy_passwordMinimumLength | integer | Minimum password length
androidWorkProfileCompliancePolicy_passwordRequired | boolean | Require a password to unlock mobile devices
androidWorkProfileCompliancePolicy_passwordRequiredType | string | Required password type | deviceDefault=Device default; lowSecurityBiometric=Low security biometric; numeric=At least numeric; numericComplex=Numeric complex; alphabetic=At least alphabetic; alphanumeric=At least alphanumeric; alphanumericWithSymbols=At least alphanumeric with symbols; any=any
androidWorkProfileCompliancePolicy_securityBlockJailbrokenDevices | boolean | Block rooted devices
androidWorkProfileCompliancePolicy_securityDisableUsbDebugging | boolean | Block USB debugging on device
androidWorkProfileCompliancePolicy_securityPreventInstallAppsFromUnknownSources | boolean | Block apps from unknown sources
androidWorkProfileCompliancePolicy_storageRequireEncryption | boolean | Require encryption of data storage on device
bitLockerRecoveryOptions_blockDataRecoveryAgent | boolean | Block the use of certificate-based data recovery agent (DRA)
bitLockerRecoveryOptions_enableBitLockerAfterRecoveryInformationToStore | boolean | Enable BitLocker after recovery information to store
bitLockerRecoveryOptions_enableRecoveryInformationSaveToStore | boolean | Require device to back up recovery information to Azure AD
bitLockerRecoveryOptions_hideRecoveryOptions | boolean | Hide recovery options during BitLocker setup
bitLockerRecoveryOptions_recoveryInformationToStore | string | Configure BitLocker recovery package | passwordAndKey=Password and key; passwordOnly=Password only
bitLockerRecoveryOptions_recoveryKeyUsage | string | Recovery key file creation | notConfigured=Not configured; blocked=Blocked; required=Required; allowed=Allowed
bitLockerRecoveryOptions_recoveryPasswordUsage | string | Recovery password creation | blocked=Blocked; required=Required; allowed=Allowed; notConfigured=Not configured
bitLockerSystemDrivePolicy_encryptionMethod | string | Configure encryption method for Operating System drives | aesCbc128=AES 128bit CBC; aesCbc256=AES 256bit CBC; xtsAes128=AES 128bit XTS; xtsAes256=AES 256bit XTS
bitLockerSystemDrivePolicy_recoveryOptions | complex bitLockerRecoveryOptions | System drive recovery
bitLockerSystemDrivePolicy_startupAuthenticationRequired | boolean | Startup authentication required
bitLockerSystemDrivePolicy_startupAuthenticationTpmUsage | string | Compatible TPM startup | blocked=Blocked; required=Required; allowed=Allowed; notConfigured=Not configured
iOSCompliancePolicy_osMinimumVersion | string | Minimum OS version
iOSCompliancePolicy_passcodeBlockSimple | boolean | Block simple passwords
iOSCompliancePolicy_passcodeMinimumLength | integer | Minimum password length
iOSCompliancePolicy_passcodeMinutesOfInactivityBeforeLock | integer | Maximum minutes after screen lock before password is required | 0=Immediately; 1=1 Minute; 5=5 Minutes; 15=15 Minutes; 60=1 hour; 240=4 hours
iOSCompliancePolicy_passcodeRequired | boolean | Require a password to unlock mobile devices
iOSCompliancePolicy_securityBlockJailbrokenDevices | boolean | Block jailbroken devices
iOSGeneralDeviceConfiguration_airDropForceUnmanagedDropTarget | boolean | Treat AirDrop as an unmanaged destination
iOSGeneralDeviceConfiguration_diagnosticDataBlockSubmission | boolean | Block sending diagnostic and usage data to Apple
iOSGeneralDeviceConfiguration_iCloudBlockBackup | boolean | Block iCloud backup
iOSGeneralDeviceConfiguration_iCloudBlockDocumentSync | boolean | Block iCloud document and data sync
iOSGeneralDeviceConfiguration_iCloudBlockManagedAppsSync | boolean | Block managed apps from storing data in iCloud
iOSGeneralDeviceConfiguration_iCloudRequireEncryptedBackup | boolean | Force encrypted backup
iOSGeneralDeviceConfiguration_passcodeBlockSimple | boolean | Block simple passwords
iOSGeneralDeviceConfiguration_passcodeMinimumLength | integer | Minimum password length
iOSGeneralDeviceConfiguration_passcodeMinutesOfInactivityBeforeScreenTimeout | integer | Maximum minutes of inactivity until screen locks | 0=Immediately; 1=1 minute; 2=2 minutes; 3=3 minutes; 4=4 minutes; 5=5 minutes; 10=10 minutes; 15=15 minutes
iOSGeneralDeviceConfiguration_passcodeRequired | boolean | Require password
iOSGeneralDeviceConfiguration_passcodeRequiredType | string | Required password type | deviceDefault=Device default; alphanumeric=Alphanumeric; numeric=Numeric
iOSGeneralDeviceConfiguration_passcodeSignInFailureCountBeforeWipe | integer | Number of sign-in failures before wiping device
iOSGeneralDeviceConfiguration_screenCaptureBlocked | boolean | Block screenshots and screen recording
iOSGeneralDeviceConfiguration_siriBlockedWhenLocked | boolean | Block Siri while device is locked
iOSGeneralDeviceConfiguration_usbRestrictedModeBlocked | boolean | Block USB accesories while device is locked
iOSWiFiConfiguration_connectAutomatically | boolean | Connect automatically
iOSWiFiConfiguration_connectWhenNetworkNameIsHidden | boolean | Connect when network name is hidden
iOSWiFiConfiguration_networkName | string | Network name
iOSWiFiConfiguration_preSharedKey | string | Pre shared key
iOSWiFiConfiguration_proxySettings | string | Proxy settings | none=None; manual=Manual; automatic=Automatic
iOSWiFiConfiguration_ssid | string | SSID
iOSWiFiConfiguration_wiFiSecurityType | string | Wi-Fi security | open=open; wpaPersonal=wpaPersonal; wpaEnterprise=wpaEnterprise; wep=WEP; wpa2Personal=WPA2 Personal; wpa2Enterprise=Wpa2 Enterprise
macOSCompliancePolicy_firewallEnableStealthMode | boolean | Enable Stealth Mode
macOSCompliancePolicy_firewallEnabled | boolean | Enable Firewall
macOSCompliancePolicy_gatekeeperAllowedAppSource | string | Allow apps downloaded from these locations | notConfigured=Not configured; macAppStore=Mac App Store; macAppStoreAndIdentifiedDevelopers=Mac App Store and identified developers; anywhere=Anywhere
macOSCompliancePolicy_osMinimumVersion | string | Minimum OS version
macOSCompliancePolicy_passwordMinimumLength | integer | Minimum password length
macOSCompliancePolicy_passwordRequired | boolean | Require a password to unlock devices
macOSCompliancePolicy_storageRequireEncryption | boolean | Require encryption of data storage on device
macOSCompliancePolicy_systemIntegrityProtectionEnabled | boolean | Require system integrity protection
sharedPCAccountManagerPolicy_accountDeletionPolicy | string | Account deletion | diskSpaceThreshold=At storage space threshold; diskSpaceThresholdOrInactiveThreshold=At storage space threshold and inactive threshold; immediate=Immediately after log-out
sharedPCAccountManagerPolicy_cacheAccountsAboveDiskFreePercentage | integer | Stop delete threshold(%)
sharedPCAccountManagerPolicy_inactiveThresholdDays | integer | Inactive account threshold
sharedPCAccountManagerPolicy_removeAccountsBelowDiskFreePercentage | integer | Start delete threshold(%)
sharedPCConfiguration_accountManagerPolicy | complex sharedPCAccountManagerPolicy | Account manager policy
sharedPCConfiguration_allowLocalStorage | boolean | Allow local storage
sharedPCConfiguration_allowedAccounts | collection | Guest account
sharedPCConfiguration_disableEduPolicies | boolean | Disable EDU policies
sharedPCConfiguration_disableSignInOnResume | boolean | Disable sign in on resume
sharedPCConfiguration_enabled | boolean | Shared PC mode
sharedPCConfiguration_idleTimeBeforeSleepInSeconds | integer | Sleep time out (in seconds)
windows10CompliancePolicy_activeFirewallRequired | boolean | Require firewall
windows10CompliancePolicy_antiSpywareRequired | boolean | Require Antispyware
windows10CompliancePolicy_antivirusRequired | boolean | Require Antivirus
windows10CompliancePolicy_bitLockerEnabled | boolean | Require BitLocker
windows10CompliancePolicy_codeIntegrityEnabled | boolean | Require code integrity
windows10CompliancePolicy_defenderEnabled | boolean | Require Microsoft Defender Antimalware
windows10CompliancePolicy_deviceThreatProtectionEnabled | boolean | Enable device threat protection
windows10CompliancePolicy_deviceThreatProtectionRequiredSecurityLevel | string | Require the device to be at or under the machine risk score: | unavailable=Not configured; secured=Clear; low=Low; medium=Medium; high=High; notSet=Secured
windows10CompliancePolicy_osMinimumVersion | string | Minimum OS version
windows10CompliancePolicy_passwordMinimumLength | integer | Minimum password length
windows10CompliancePolicy_passwordRequired | boolean | Require a password to unlock mobile devices
windows10CompliancePolicy_rtpEnabled | boolean | Require real-time protection
windows10CompliancePolicy_secureBootEnabled | boolean | Require Secure Boot to be enabled on the device
windows10CompliancePolicy_signatureOutOfDate | boolean | Require Microsoft Defender Antimalware security intelligence up-to-date
windows10CompliancePolicy_storageRequireEncryption | boolean | Require encryption of data storage on device
windows10CompliancePolicy_tpmRequired | boolean | Require Trusted Platform Module (TPM)
windows10EndpointProtectionConfiguration_bitLockerDisableWarningForOtherDiskEncryption | boolean | Hide prompt about third-party encryption
windows10EndpointProtectionConfiguration_bitLockerEncryptDevice | boolean | Enable Full disk or Used Space only encryption for OS and fixed data drives
windows10EndpointProtectionConfiguration_bitLockerRecoveryPasswordRotation | string | Configure client-driven recovery password rotation | notConfigured=Not configured; disabled=Disabled; enabledForAzureAd=Enable rotation on Azure AD-joined devices; enabledForAzureAdAndHybrid=Enable rotation on Azure AD and Hybrid-joined devices
windows10EndpointProtectionConfiguration_bitLockerSystemDrivePolicy | complex bitLockerSystemDrivePolicy | BitLocker system drive policy
windows10EndpointProtectionConfiguration_defenderAdditionalGuardedFolders | collection windows10EndpointProtectionConfiguration_defenderAdditionalGuardedFolders_element | List of additional folders that need to be protected
windows10EndpointProtectionConfiguration_defenderAdditionalGuardedFolders_element | string | Additional guarded folders
windows10EndpointProtectionConfiguration_defenderEmailContentExecutionType | string | Block executable content download from email and webmail clients | userDefined=Not configured; block=Block; auditMode=Audit mode; warn=Warn; disable=Disable
windows10EndpointProtectionConfiguration_defenderGuardMyFoldersType | string | Enable folder protection | userDefined=Not configured; enable=Enable; auditMode=Audit mode; blockDiskModification=Block disk modification; auditDiskModification=Audit disk modification
windows10EndpointProtectionConfiguration_defenderProcessCreationType | string | Block process creations originating from PSExec and WMI commands | userDefined=Not configured; block=Block; auditMode=Audit mode; warn=Warn; disable=Disable
windows81TrustedRootCertificate_certFileName | string | Cert file name
windows81TrustedRootCertificate_destinationStore | string | Destination store | computerCertStoreRoot=Computer Cert Store Root; computerCertStoreIntermediate=Computer Cert Store Intermediate; userCertStoreIntermediate=User Cert Store Intermediate
windows81TrustedRootCertificate_trustedRootCertificate | string | Certificate file
windowsDeliveryOptimizationConfiguration_backgroundDownloadFromHttpDelayInSeconds | integer | Delay background HTTP download (in seconds)
windowsDeliveryOptimizationConfiguration_deliveryOptimizationMode | string | Download mode | userDefined=User defined; httpOnly=HTTP only, no peering (0); httpWithPeeringNat=HTTP blended with peering behind same NAT (1); httpWithPeeringPrivateGroup=HTTP blended with peering across private group (2); httpWithInternetPeering=HTTP blended with internet peering (3); simpleDownload=Simple download mode with no peering (99); bypassMode=Bypass mode (100)
windowsDeliveryOptimizationConfiguration_foregroundDownloadFromHttpDelayInSeconds | integer | Delay foreground HTTP download (in seconds)
windowsDeliveryOptimizationConfiguration_maximumCacheAgeInDays | integer | Maximum cache age (in days)
windowsDeliveryOptimizationConfiguration_minimumRamAllowedToPeerInGigabytes | integer | Minimum RAM required for peer caching (in GB)
windowsDeliveryOptimizationConfiguration_restrictPeerSelectionBy | string | Restrict Peer Selection | notConfigured=Not configured; subnetMask=subnetMask
windowsDeliveryOptimizationConfiguration_vpnPeerCaching | string | VPN peer caching | notConfigured=Not configured; enabled=Enabled; disabled=Disabled
windowsUpdateActiveHoursInstall_activeHoursEnd | string |  | notConfigured=Not configured; t12AM=12 AM; t1AM=1 AM; t2AM=2 AM; t3AM=3 AM; t4AM=4 AM; t5AM=5 AM; t6AM=6 AM; t7AM=7 AM; t8AM=8 AM; t9AM=9 AM; t10AM=10 AM; t11AM=11 AM; t12PM=12 PM; t1PM=1 PM; t2PM=2 PM; t3PM=3 PM; t4PM=4 PM; t5PM=5 PM; t6PM=6 PM; t7PM=7 PM; t8PM=8 PM; t9PM=9 PM; t10PM=10 PM; t11PM=11 PM
windowsUpdateActiveHoursInstall_activeHoursStart | string |  | notConfigured=Not configured; t12AM=12 AM; t1AM=1 AM; t2AM=2 AM; t3AM=3 AM; t4AM=4 AM; t5AM=5 AM; t6AM=6 AM; t7AM=7 AM; t8AM=8 AM; t9AM=9 AM; t10AM=10 AM; t11AM=11 AM; t12PM=12 PM; t1PM=1 PM; t2PM=2 PM; t3PM=3 PM; t4PM=4 PM; t5PM=5 PM; t6PM=6 PM; t7PM=7 PM; t8PM=8 PM; t9PM=9 PM; t10PM=10 PM; t11PM=11 PM
windowsUpdateForBusinessConfiguration_automaticUpdateMode | string | Automatic update mode | userDefined=User defined; notifyDownload=Notify download; autoInstallAtMaintenanceTime=Auto install at maintenance time; autoInstallAndRebootAtMaintenanceTime=Auto install and reboot at maintenance time; autoInstallAndRebootAtScheduledTime=Auto install and reboot at scheduled time; autoInstallAndRebootWithoutEndUserControl=Auto install and reboot without end user control; windowsDefault=Windows default
windowsUpdateForBusinessConfiguration_businessReadyUpdatesOnly | string | Servicing channel | userDefined=User defined; all=All
windowsUpdateForBusinessConfiguration_deadlineForFeatureUpdatesInDays | integer |
windowsUpdateForBusinessConfiguration_deadlineForQualityUpdatesInDays | integer |
windowsUpdateForBusinessConfiguration_deadlineGracePeriodInDays | integer |
windowsUpdateForBusinessConfiguration_driversExcluded | boolean | Windows drivers
windowsUpdateForBusinessConfiguration_featureUpdatesDeferralPeriodInDays | integer | Feature update deferral period (days)
windowsUpdateForBusinessConfiguration_featureUpdatesRollbackWindowInDays | integer | Set feature update uninstall period (2 - 60 days)
windowsUpdateForBusinessConfiguration_installationSchedule | abstractComplex |
windowsUpdateForBusinessConfiguration_microsoftUpdateServiceAllowed | boolean | Microsoft product updates
windowsUpdateForBusinessConfiguration_qualityUpdatesDeferralPeriodInDays | integer | Quality update deferral period (days)
windowsUpdateForBusinessConfiguration_updateNotificationLevel | string |  | notConfigured=Not configured
windowsUpdateForBusinessConfiguration_userPauseAccess | string |  | notConfigured=Not configured; enabled=Enabled; disabled=Disabled
windowsUpdateForBusinessConfiguration_userWindowsUpdateScanAccess | string |  | notConfigured=Not configured; enabled=Enabled; disabled=Disabled
windowsWifiConfiguration_connectAutomatically | boolean | Connect automatically
windowsWifiConfiguration_connectToPreferredNetwork | boolean | Connect to preferred network
windowsWifiConfiguration_connectWhenNetworkNameIsHidden | boolean | Connect when network name is hidden
windowsWifiConfiguration_meteredConnectionLimit | string | Metered connection limit | unrestricted=Unrestricted; fixed=Fixed; variable=Variable
windowsWifiConfiguration_networkName | string | Network name
windowsWifiConfiguration_preSharedKey | string | Pre shared key
windowsWifiConfiguration_proxySetting | string | Proxy setting | none=None; manual=Manual; automatic=Automatic
windowsWifiConfiguration_sSID | string | SSID
windowsWifiConfiguration_wifiSecurityType | string | Wi-Fi security | open=open; wpaPersonal=wpaPersonal; wpaEnterprise=wpaEnterprise; wep=WEP; wpa2Personal=WPA2 Personal; wpa2Enterprise=Wpa2 Enterprise
`
