import { parseTable, type Property } from './property-table'

const auditing = 'none|success|failure|successAndFailure'
const permit = 'notConfigured|blocked|required|allowed'
const toggle = 'notConfigured|enabled|disabled'
const appLists = 'none|appsInListCompliant|appsNotInListCompliant'
const asr = 'userDefined|block|auditMode|disable|warn'

/**
 * The properties of derived device configurations and of objects in them, from Graph's beta metadata. Large types have
 * only a selection; a synthetic policy always has all of them, set or not.
 */
const tables: Readonly<Record<string, string>> = {
  windows10CustomConfiguration: '',
  windows10GeneralConfiguration: `
    accountLogonAuditCredentialValidation:e=${auditing} accountLogonLogoffAuditLogon:e=${auditing}
    accountsBlockAddingNonMicrosoftAccountEmail:b activateAppsWithVoice:e=${toggle} antiTheftModeBlocked:b
    appManagementMSIAllowUserControlOverInstall:b appManagementPackageFamilyNamesToLaunchAfterLogOn:l
    appsAllowTrustedAppsSideloading:e=notConfigured|blocked|allowed appsBlockWindowsStoreOriginatedApps:b
    assignedAccessSingleModeUserName:s authenticationAllowFIDODevice:b
    authenticationPreferredAzureADTenantDomainName:s autoPlayMode:e=notConfigured|disabled|enabled
    automaticUpdateMode:e=userDefined|notifyDownload|autoInstallAtMaintenanceTime automaticUpdateTime:d
    bluetoothAllowedServices:l bluetoothBlockAdvertising:b bluetoothBlocked:b bluetoothDeviceName:s cameraBlocked:b
    cellularBlockDataWhenRoaming:b cellularData:e=allowed|blocked|required|notConfigured
    connectedDevicesServiceBlocked:b copyPasteBlocked:b cortanaBlocked:b cryptographyAllowFipsAlgorithmPolicy:b
    dataProtectionBlockDirectMemoryAccess:b defenderBlockEndUserAccess:b
    defenderCloudBlockLevel:e=notConfigured|high|highPlus|zeroTolerance defenderCloudExtendedTimeout:n
    defenderDaysBeforeDeletingQuarantinedMalware:n defenderDetectedMalwareActions:o=defenderDetectedMalwareActions
    defenderDisableCatchupFullScan:b defenderFileExtensionsToExclude:l defenderFilesAndFoldersToExclude:l
    defenderPotentiallyUnwantedAppAction:e=deviceDefault|block|audit defenderRequireRealTimeMonitoring:b
    defenderScanMaxCpu:n defenderScheduledScanTime:d defenderSignatureUpdateIntervalInHours:n
    deviceManagementBlockManualUnenroll:b diagnosticsDataSubmissionMode:e=userDefined|none|basic|enhanced|full
    edgeBlocked:b edgeCookiePolicy:e=userDefined|allow|blockThirdParty|blockAll edgeHomepageUrls:l
    edgeSearchEngine:o=edgeSearchEngineCustom edgeStartMenuPinningBlocked:b
    energySaverOnBatteryThresholdPercentage:n enterpriseCloudPrintDiscoveryEndPoint:s experienceBlockDeviceDiscovery:b
    findMyFiles:e=${toggle} gameDvrBlocked:b inkWorkspaceAccess:e=${toggle} lanManagerAuthenticationLevel:s
    locationServicesBlocked:b lockScreenAllowTimeoutConfiguration:b lockScreenTimeoutInSeconds:n
    networkProxyServer:o=windows10NetworkProxyServer nfcBlocked:b passwordBlockSimple:b passwordExpirationDays:n
    passwordMinimumLength:n passwordRequired:b passwordRequiredType:e=deviceDefault|alphanumeric|numeric
    personalizationDesktopImageUrl:s powerLidCloseActionOnBattery:e=notConfigured|noAction|sleep|hibernate|shutdown
    printerDefaultName:s printerNames:l privacyAutoAcceptPairingAndConsentPrompts:b searchDisableIndexerBackoff:b
    settingsBlockAccountsPage:b smartScreenBlockPromptOverride:b startMenuHideLock:b
    startMenuLayoutXml:s startMenuMode:e=userDefined|fullScreen|nonFullScreen storageBlockRemovableStorage:b
    storageRequireMobileDeviceEncryption:b systemTelemetryProxyServer:s taskManagerBlockEndTask:b
    tenantLockdownRequireNetworkDuringOutOfBoxExperience:b usbBlocked:b voiceRecordingBlocked:b webRtcBlockLocalhostIpAddress:b
    wiFiBlocked:b wiFiScanInterval:n windowsSpotlightBlocked:b
    windowsSpotlightConfigureOnLockScreen:e=notConfigured|disabled|enabled windowsStoreBlocked:b wirelessDisplayRequirePinForPairing:b`,
  windowsWifiConfiguration: `
    connectAutomatically:b connectToPreferredNetwork:b connectWhenNetworkNameIsHidden:b forceFIPSCompliance:b
    meteredConnectionLimit:e=unrestricted|fixed|variable networkName:s preSharedKey:s
    proxyAutomaticConfigurationUrl:s proxyManualAddress:s proxyManualPort:n proxySetting:e=none|manual|automatic ssid:s
    wifiSecurityType:e=open|wpaPersonal|wpaEnterprise|wep`,
  windowsUpdateForBusinessConfiguration: `
    allowWindows11Upgrade:b autoRestartNotificationDismissal:e=notConfigured|automatic|user
    automaticUpdateMode:e=userDefined|notifyDownload|autoInstallAtMaintenanceTime
    businessReadyUpdatesOnly:e=userDefined|all|businessReadyOnly|windowsInsiderBuildFast
    deadlineForFeatureUpdatesInDays:n deadlineForQualityUpdatesInDays:n deadlineGracePeriodInDays:n
    deliveryOptimizationMode:e=userDefined|httpOnly|httpWithPeeringNat driversExcluded:b
    engagedRestartDeadlineInDays:n featureUpdatesDeferralPeriodInDays:n featureUpdatesPauseExpiryDateTime:d
    featureUpdatesPaused:b featureUpdatesRollbackWindowInDays:n featureUpdatesWillBeRolledBack:b
    installationSchedule:a=windowsUpdateActiveHoursInstall microsoftUpdateServiceAllowed:b
    postponeRebootUntilAfterDeadline:b prereleaseFeatures:e=userDefined|settingsOnly|settingsAndExperimentations
    qualityUpdatesDeferralPeriodInDays:n qualityUpdatesPauseExpiryDateTime:d qualityUpdatesPaused:b
    scheduleImminentRestartWarningInMinutes:n scheduleRestartWarningInHours:n skipChecksBeforeRestart:b
    updateNotificationLevel:e=notConfigured|defaultNotifications|restartWarningsOnly
    updateWeeks:e=userDefined|firstWeek|secondWeek userPauseAccess:e=${toggle} userWindowsUpdateScanAccess:e=${toggle}`,
  windows10EndpointProtectionConfiguration: `
    appLockerApplicationControl:e=notConfigured|enforceComponentsAndStoreApps|auditComponentsAndStoreApps
    applicationGuardAllowPersistence:b applicationGuardAllowPrintToPDF:b
    applicationGuardBlockClipboardSharing:e=notConfigured|blockBoth|blockHostToContainer
    applicationGuardCertificateThumbprints:l applicationGuardEnabled:b bitLockerAllowStandardUserEncryption:b
    bitLockerDisableWarningForOtherDiskEncryption:b bitLockerEncryptDevice:b
    bitLockerFixedDrivePolicy:o=bitLockerFixedDrivePolicy
    bitLockerRecoveryPasswordRotation:e=notConfigured|disabled|enabledForAzureAd
    bitLockerRemovableDrivePolicy:o=bitLockerRemovableDrivePolicy bitLockerSystemDrivePolicy:o=bitLockerSystemDrivePolicy
    defenderAdditionalGuardedFolders:l defenderAdobeReaderLaunchChildProcess:e=${asr}
    defenderAttackSurfaceReductionExcludedPaths:l defenderBlockPersistenceThroughWmiType:e=${asr}
    defenderCloudBlockLevel:e=notConfigured|high|highPlus|zeroTolerance defenderCloudExtendedTimeoutInSeconds:n
    defenderEmailContentExecutionType:e=${asr} defenderGuardMyFoldersType:e=userDefined|enable|auditMode
    defenderGuardedFoldersAllowedAppPaths:l defenderNetworkProtectionType:e=userDefined|enable|auditMode
    defenderOfficeAppsLaunchChildProcessType:e=${asr} defenderPreventCredentialStealingType:e=${asr}
    defenderProcessCreationType:e=${asr} defenderSecurityCenterHelpEmail:s defenderSecurityCenterOrganizationDisplayName:s
    defenderUntrustedExecutableType:e=${asr} defenderUntrustedUSBProcessType:e=${asr}
    deviceGuardEnableVirtualizationBasedSecurity:b deviceGuardLaunchSystemGuard:e=${toggle}
    firewallBlockStatefulFTP:b firewallIdleTimeoutForSecurityAssociationInSeconds:n
    firewallProfileDomain:o=windowsFirewallNetworkProfile firewallProfilePublic:o=windowsFirewallNetworkProfile
    firewallRules:l=windowsFirewallRule lanManagerWorkstationDisableInsecureGuestLogons:b
    localSecurityOptionsAdministratorAccountName:s localSecurityOptionsBlockMicrosoftAccounts:b
    localSecurityOptionsMachineInactivityLimit:n smartScreenBlockOverrideForFiles:b smartScreenEnableInShell:b
    windowsDefenderTamperProtection:e=notConfigured|enable|disable xboxServicesEnableXboxGameSaveTask:b`,
  iosGeneralDeviceConfiguration: `
    accountBlockModification:b activationLockAllowWhenSupervised:b airDropBlocked:b airPrintBlocked:b
    appStoreBlockAutomaticDownloads:b appStoreBlocked:b appStoreRequirePassword:b appleNewsBlocked:b
    appsSingleAppModeList:l=appListItem appsVisibilityList:l=appListItem appsVisibilityListType:e=${appLists}
    bluetoothBlockModification:b cameraBlocked:b cellularBlockDataRoaming:b cellularBlockPersonalHotspot:b
    classroomAppBlockRemoteScreenObservation:b compliantAppListType:e=${appLists} compliantAppsList:l=appListItem
    configurationProfileBlockChanges:b definitionLookupBlocked:b deviceBlockEraseContentAndSettings:b
    deviceBlockNameModification:b emailInDomainSuffixes:l enterpriseAppBlockTrust:b
    enforcedSoftwareUpdateDelayInDays:n esimBlockModification:b faceTimeBlocked:b filesNetworkDriveAccessBlocked:b
    gamingBlockMultiplayer:b hostPairingBlocked:b iBooksStoreBlocked:b iCloudBlockBackup:b iCloudBlockDocumentSync:b
    iCloudRequireEncryptedBackup:b iTunesBlockExplicitContent:b keyboardBlockPredictive:b
    kioskModeAppStoreUrl:s kioskModeAppType:e=notConfigured|appStoreApp|managedApp|builtInApp
    lockScreenBlockControlCenter:b mediaContentRatingApps:e=allAllowed|allBlocked|agesAbove4|agesAbove12
    mediaContentRatingUnitedKingdom:o=mediaContentRatingUnitedKingdom messagesBlocked:b
    networkUsageRules:l=iosNetworkUsageRule passcodeBlockFingerprintUnlock:b passcodeBlockSimple:b
    passcodeExpirationDays:n passcodeMinimumLength:n passcodeRequired:b
    passcodeRequiredType:e=deviceDefault|alphanumeric|numeric podcastsBlocked:b safariBlocked:b
    safariCookieSettings:e=browserDefault|blockAlways|allowCurrentWebSite safariManagedDomains:l
    safariPasswordAutoFillDomains:l screenCaptureBlocked:b siriBlocked:b siriRequireProfanityFilter:b
    spotlightBlockInternetResults:b voiceDialingBlocked:b wallpaperBlockModification:b wiFiConnectOnlyToConfiguredNetworks:b`,
  macOSCustomConfiguration: `deploymentChannel:e=deviceChannel|userChannel payload:s payloadFileName:s payloadName:s`,
  androidGeneralDeviceConfiguration: `
    appsBlockClipboardSharing:b appsBlockCopyPaste:b appsBlockYouTube:b appsHideList:l=appListItem
    appsInstallAllowList:l=appListItem appsLaunchBlockList:l=appListItem bluetoothBlocked:b cameraBlocked:b
    cellularBlockDataRoaming:b cellularBlockMessaging:b compliantAppListType:e=${appLists}
    compliantAppsList:l=appListItem deviceSharingAllowed:b diagnosticDataBlockSubmission:b factoryResetBlocked:b
    googlePlayStoreBlocked:b kioskModeApps:l=appListItem kioskModeBlockSleepButton:b locationServicesBlocked:b
    nfcBlocked:b passwordBlockTrustAgents:b passwordExpirationDays:n passwordMinimumLength:n passwordRequired:b
    passwordRequiredType:e=deviceDefault|required|numeric|alphanumeric powerOffBlocked:b screenCaptureBlocked:b
    securityRequireVerifyApps:b storageBlockRemovableStorage:b storageRequireDeviceEncryption:b
    voiceAssistantBlocked:b webBrowserBlockJavaScript:b webBrowserBlocked:b
    webBrowserCookieSettings:e=browserDefault|blockAlways|allowCurrentWebSite wiFiBlocked:b`,
  androidCustomConfiguration: '',
  iosWiFiConfiguration: `
    connectAutomatically:b connectWhenNetworkNameIsHidden:b disableMacAddressRandomization:b networkName:s preSharedKey:s
    proxyAutomaticConfigurationUrl:s proxyManualAddress:s proxyManualPort:n proxySettings:e=none|manual|automatic ssid:s
    wiFiSecurityType:e=open|wpaPersonal|wpaEnterprise|wep`,
  androidForWorkCustomConfiguration: '',
  androidWorkProfileCustomConfiguration: '',

  appListItem: `name:s publisher:s appStoreUrl:s appId:s`,
  bitLockerFixedDrivePolicy: `encryptionMethod:e=aesCbc128|aesCbc256|xtsAes256 requireEncryptionForWriteAccess:b
    recoveryOptions:o=bitLockerRecoveryOptions`,
  bitLockerRecoveryOptions: `blockDataRecoveryAgent:b enableRecoveryInformationSaveToStore:b hideRecoveryOptions:b
    recoveryInformationToStore:e=passwordAndKey|passwordOnly recoveryKeyUsage:e=${permit}`,
  bitLockerRemovableDrivePolicy: `blockCrossOrganizationWriteAccess:b encryptionMethod:e=aesCbc128|aesCbc256
    requireEncryptionForWriteAccess:b`,
  bitLockerSystemDrivePolicy: `encryptionMethod:e=aesCbc128|aesCbc256|xtsAes128 minimumPinLength:n
    prebootRecoveryEnableMessageAndUrl:b prebootRecoveryMessage:s prebootRecoveryUrl:s
    recoveryOptions:o=bitLockerRecoveryOptions startupAuthenticationRequired:b startupAuthenticationTpmUsage:e=${permit}`,
  defenderDetectedMalwareActions: `lowSeverity:e=deviceDefault|clean|quarantine|remove
    moderateSeverity:e=deviceDefault|clean|quarantine|remove highSeverity:e=deviceDefault|clean|quarantine|remove`,
  edgeSearchEngineCustom: `edgeSearchEngineOpenSearchXmlUrl:s`,
  iosNetworkUsageRule: `cellularDataBlocked:b cellularDataBlockWhenRoaming:b managedApps:l=appListItem`,
  mediaContentRatingUnitedKingdom: `movieRating:e=allAllowed|allBlocked|general tvRating:e=allAllowed|allBlocked|caution`,
  windows10NetworkProxyServer: `address:s exceptions:l useForLocalAddresses:b`,
  windowsFirewallNetworkProfile: `firewallEnabled:e=notConfigured|blocked|allowed inboundConnectionsBlocked:b
    inboundNotificationsBlocked:b outboundConnectionsBlocked:b stealthModeBlocked:b`,
  windowsFirewallRule: `action:e=notConfigured|blocked|allowed description:s displayName:s filePath:s interfaceTypes:s
    localAddressRanges:l localPortRanges:l packageFamilyName:s protocol:n remoteAddressRanges:l
    trafficDirection:e=notConfigured|out|in`,
  windowsUpdateActiveHoursInstall: `activeHoursStart:d activeHoursEnd:d`,
}

const parsed = new Map(
  Object.entries(tables).map(([name, text]) => [name, text === '' ? new Map<string, Property>() : parseTable(text)]),
)

/** Returns the properties of a derived type or of an object in one. Throws for an unknown name. */
export function configurationTable(name: string): ReadonlyMap<string, Property> {
  const table = parsed.get(name)
  if (!table) throw new Error(`there is no table ${name}`)
  return table
}

export const configurationTables: readonly string[] = [...parsed.keys()]

/** The derived types, in the order in which synthetic tenants use them. */
export const configurationTypes: readonly string[] = configurationTables.filter((name) =>
  name.endsWith('Configuration'),
)
