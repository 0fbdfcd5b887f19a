/** Encryption, Defender, firewall, accounts. Names and options as the settings catalog has them; see NOTICE. */
export const securityTable = String.raw`
# 0a1347d2-90c0-407a-baa0-e4859260532a | BitLocker
device_vendor_msft_bitlocker_requiredeviceencryption | choice | RequireDeviceEncryption | Require Device Encryption | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_allowwarningforotherdiskencryption | choice | AllowWarningForOtherDiskEncryption | Allow Warning For Other Disk Encryption | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_allowstandarduserencryption | choice | AllowStandardUserEncryption | Allow Standard User Encryption | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_configurerecoverypasswordrotation | choice | ConfigureRecoveryPasswordRotation | Configure Recovery Password Rotation | 0=Refresh off (default); 1=Refresh on for Entra ID-joined devices; 2=Refresh on for both Entra ID-joined and hybrid-joined devices

# 0d37dddd-6575-485c-92dd-37a3c23edbf9 | \Windows Components\BitLocker Drive Encryption
device_vendor_msft_bitlocker_encryptionmethodbydrivetype | choice | EncryptionMethodWithXts_Name | Choose drive encryption method and cipher strength (Windows 10 [Version 1511] and later) | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_encryptionmethodbydrivetype_encryptionmethodwithxtsosdropdown_name | choice | EncryptionMethodWithXtsOsDropDown_Name | Select the encryption method for operating system drives: | 3=AES-CBC 128-bit; 4=AES-CBC 256-bit; 6=XTS-AES 128-bit (default); 7=XTS-AES 256-bit
device_vendor_msft_bitlocker_encryptionmethodbydrivetype_encryptionmethodwithxtsfdvdropdown_name | choice | EncryptionMethodWithXtsFdvDropDown_Name | Select the encryption method for fixed data drives: | 3=AES-CBC 128-bit; 4=AES-CBC 256-bit; 6=XTS-AES 128-bit (default); 7=XTS-AES 256-bit
device_vendor_msft_bitlocker_encryptionmethodbydrivetype_encryptionmethodwithxtsrdvdropdown_name | choice | EncryptionMethodWithXtsRdvDropDown_Name | Select the encryption method for removable data drives: | 3=AES-CBC 128-bit (default); 4=AES-CBC 256-bit; 6=XTS-AES 128-bit; 7=XTS-AES 256-bit

# acbc98d1-689b-4f9c-9c5a-e6bbf305e654 | \Windows Components\BitLocker Drive Encryption\Operating System Drives
device_vendor_msft_bitlocker_systemdrivesencryptiontype | choice | OSEncryptionType_Name | Enforce drive encryption type on operating system drives | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_systemdrivesencryptiontype_osencryptiontypedropdown_name | choice | OSEncryptionTypeDropDown_Name | Select the encryption type: | 0=Allow user to choose (default); 1=Full encryption; 2=Used Space Only encryption
device_vendor_msft_bitlocker_systemdrivesrequirestartupauthentication | choice | ConfigureAdvancedStartup_Name | Require additional authentication at startup | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_systemdrivesrequirestartupauthentication_configurenontpmstartupkeyusage_name | choice | ConfigureNonTPMStartupKeyUsage_Name | Allow BitLocker without a compatible TPM (requires a password or a startup key on a USB flash drive) | 0=False; 1=True
device_vendor_msft_bitlocker_systemdrivesrequirestartupauthentication_configuretpmusagedropdown_name | choice | ConfigureTPMUsageDropDown_Name | Configure TPM startup: | 2=Allow TPM; 1=Require TPM; 0=Do not allow TPM
device_vendor_msft_bitlocker_systemdrivesrequirestartupauthentication_configurepinusagedropdown_name | choice | ConfigurePINUsageDropDown_Name | Configure TPM startup PIN: | 2=Allow startup PIN with TPM; 1=Require startup PIN with TPM; 0=Do not allow startup PIN with TPM
device_vendor_msft_bitlocker_systemdrivesrequirestartupauthentication_configuretpmstartupkeyusagedropdown_name | choice | ConfigureTPMStartupKeyUsageDropDown_Name | Configure TPM startup key: | 2=Allow startup key with TPM; 1=Require startup key with TPM; 0=Do not allow startup key with TPM
device_vendor_msft_bitlocker_systemdrivesrequirestartupauthentication_configuretpmpinkeyusagedropdown_name | choice | ConfigureTPMPINKeyUsageDropDown_Name | Configure TPM startup key and PIN: | 2=Allow startup key and PIN with TPM; 1=Require startup key and PIN with TPM; 0=Do not allow startup key and PIN with TPM
device_vendor_msft_bitlocker_systemdrivesrecoveryoptions | choice | OSRecoveryUsage_Name | Choose how BitLocker-protected operating system drives can be recovered | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_systemdrivesrecoveryoptions_osallowdra_name | choice | OSAllowDRA_Name | Allow data recovery agent | 0=False; 1=True
device_vendor_msft_bitlocker_systemdrivesrecoveryoptions_osrecoverypasswordusagedropdown_name | choice | OSRecoveryPasswordUsageDropDown_Name | Configure user storage of BitLocker recovery information: | 2=Allow 48-digit recovery password; 1=Require 48-digit recovery password; 0=Do not allow 48-digit recovery password
device_vendor_msft_bitlocker_systemdrivesrecoveryoptions_osrecoverykeyusagedropdown_name | choice | OSRecoveryKeyUsageDropDown_Name | OSRecoveryKeyUsageDropDown_Name | 2=Allow 256-bit recovery key; 1=Require 256-bit recovery key; 0=Do not allow 256-bit recovery key
device_vendor_msft_bitlocker_systemdrivesrecoveryoptions_oshiderecoverypage_name | choice | OSHideRecoveryPage_Name | Omit recovery options from the BitLocker setup wizard | 0=False; 1=True
device_vendor_msft_bitlocker_systemdrivesrecoveryoptions_osactivedirectorybackup_name | choice | OSActiveDirectoryBackup_Name | Save BitLocker recovery information to AD DS for operating system drives | 0=False; 1=True
device_vendor_msft_bitlocker_systemdrivesrecoveryoptions_osactivedirectorybackupdropdown_name | choice | OSActiveDirectoryBackupDropDown_Name | Configure storage of BitLocker recovery information to AD DS: | 1=Store recovery passwords and key packages; 2=Store recovery passwords only
device_vendor_msft_bitlocker_systemdrivesrecoveryoptions_osrequireactivedirectorybackup_name | choice | OSRequireActiveDirectoryBackup_Name | Do not enable BitLocker until recovery information is stored to AD DS for operating system drives | 0=False; 1=True
device_vendor_msft_bitlocker_systemdrivesminimumpinlength | choice | MinimumPINLength_Name | Configure minimum PIN length for startup | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_systemdrivesminimumpinlength_minpinlength | integer | MinPINLength | Minimum characters:
device_vendor_msft_bitlocker_systemdrivesenhancedpin | choice | EnhancedPIN_Name | Allow enhanced PINs for startup | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_systemdrivesdisallowstandarduserscanchangepin | choice | DisallowStandardUsersCanChangePIN_Name | Disallow standard users from changing the PIN or password | 0=Disabled; 1=Enabled

# e8400c82-34c8-4d6e-bbf9-85220f3205ea | Defender
device_vendor_msft_policy_config_defender_allowrealtimemonitoring | choice | AllowRealtimeMonitoring | Allow Realtime Monitoring | 0=Not allowed. Turns off the real-time monitoring service.; 1=Allowed. Turns on and runs the real-time monitoring service.
device_vendor_msft_policy_config_defender_allowbehaviormonitoring | choice | AllowBehaviorMonitoring | Allow Behavior Monitoring | 0=Not allowed. Turns off behavior monitoring.; 1=Allowed. Turns on real-time behavior monitoring.
device_vendor_msft_policy_config_defender_allowcloudprotection | choice | AllowCloudProtection | Allow Cloud Protection | 0=Not allowed. Turns off Cloud Protection.; 1=Allowed. Turns on Cloud Protection.
device_vendor_msft_policy_config_defender_allowioavprotection | choice | AllowIOAVProtection | Allow scanning of all downloaded files and attachments | 0=Not allowed.; 1=Allowed.
device_vendor_msft_policy_config_defender_allowscriptscanning | choice | AllowScriptScanning | Allow Script Scanning | 0=Not allowed.; 1=Allowed.
device_vendor_msft_policy_config_defender_allowarchivescanning | choice | AllowArchiveScanning | Allow Archive Scanning | 0=Not allowed. Turns off scanning on archived files.; 1=Allowed. Scans the archive files.
device_vendor_msft_policy_config_defender_allowemailscanning | choice | AllowEmailScanning | Allow Email Scanning | 0=Not allowed. Turns off email scanning.; 1=Allowed. Turns on email scanning.
device_vendor_msft_policy_config_defender_allowfullscanremovabledrivescanning | choice | AllowFullScanRemovableDriveScanning | Allow Full Scan Removable Drive Scanning | 0=Not allowed. Turns off scanning on removable drives.; 1=Allowed. Scans removable drives.
device_vendor_msft_policy_config_defender_allowuseruiaccess | choice | AllowUserUIAccess | Allow User UI Access | 0=Not allowed. Prevents users from accessing UI.; 1=Allowed. Lets users access UI.
device_vendor_msft_policy_config_defender_checkforsignaturesbeforerunningscan | choice | CheckForSignaturesBeforeRunningScan | Check For Signatures Before Running Scan | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_defender_cloudblocklevel | choice | CloudBlockLevel | Cloud Block Level | 0=Default State; 2=High; 4=High Plus; 6=Zero Tolerance
device_vendor_msft_policy_config_defender_cloudextendedtimeout | integer | CloudExtendedTimeout | Cloud Extended Timeout
device_vendor_msft_policy_config_defender_daystoretaincleanedmalware | integer | DaysToRetainCleanedMalware | Days To Retain Cleaned Malware
device_vendor_msft_policy_config_defender_avgcpuloadfactor | integer | AvgCPULoadFactor | Avg CPU Load Factor
device_vendor_msft_policy_config_defender_enablenetworkprotection | choice | EnableNetworkProtection | Enable Network Protection | 0=Disabled; 1=Enabled (block mode); 2=Enabled (audit mode)
device_vendor_msft_policy_config_defender_puaprotection | choice | PUAProtection | PUA Protection | 0=PUA Protection off. Windows Defender will not protect against potentially unwanted applications.; 1=PUA Protection on. Detected items are blocked. They will show in history along with other threats.; 2=Audit mode. Windows Defender will detect potentially unwanted applications, but take no action. You can review information about the applications Windows Defender would have taken action against by searching for events created by Windows Defender in the Event Viewer.
device_vendor_msft_policy_config_defender_realtimescandirection | choice | RealTimeScanDirection | Real Time Scan Direction | 0=Monitor all files (bi-directional).; 1=Monitor incoming files.; 2=Monitor outgoing files.
device_vendor_msft_policy_config_defender_scanparameter | choice | ScanParameter | Scan Parameter | 1=Quick scan; 2=Full scan
device_vendor_msft_policy_config_defender_schedulequickscantime | integer | ScheduleQuickScanTime | Schedule Quick Scan Time
device_vendor_msft_policy_config_defender_signatureupdateinterval | integer | SignatureUpdateInterval | Signature Update Interval
device_vendor_msft_policy_config_defender_submitsamplesconsent | choice | SubmitSamplesConsent | Submit Samples Consent | 0=Always prompt.; 1=Send safe samples automatically.; 2=Never send.; 3=Send all samples automatically.
device_vendor_msft_policy_config_defender_excludedpaths | strings 600 | ExcludedPaths | Excluded Paths
device_vendor_msft_policy_config_defender_excludedprocesses | strings 1000 | ExcludedProcesses | Excluded Processes
device_vendor_msft_policy_config_defender_excludedextensions | strings 1000 | ExcludedExtensions | Excluded Extensions
device_vendor_msft_policy_config_defender_attacksurfacereductionrules | groups 1 | AttackSurfaceReductionRules | Attack Surface Reduction Rules
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockabuseofexploitedvulnerablesigneddrivers | choice | BlockAbuseOfExploitedVulnerableSignedDrivers | Block abuse of exploited vulnerable signed drivers (Device) | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockadobereaderfromcreatingchildprocesses | choice | BlockAdobeReaderFromCreatingChildProcesses | Block Adobe Reader from creating child processes | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockallofficeapplicationsfromcreatingchildprocesses | choice | BlockAllOfficeApplicationsFromCreatingChildProcesses | Block all Office applications from creating child processes | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockcredentialstealingfromwindowslocalsecurityauthoritysubsystem | choice | BlockCredentialStealingFromWindowsLocalSecurityAuthoritySubsystem | Block credential stealing from the Windows local security authority subsystem | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockexecutablecontentfromemailclientandwebmail | choice | BlockExecutableContentFromEmailClientAndWebmail | Block executable content from email client and webmail | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockexecutionofpotentiallyobfuscatedscripts | choice | BlockExecutionOfPotentiallyObfuscatedScripts | Block execution of potentially obfuscated scripts | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockjavascriptorvbscriptfromlaunchingdownloadedexecutablecontent | choice | BlockJavaScriptOrVBScriptFromLaunchingDownloadedExecutableContent | Block JavaScript or VBScript from launching downloaded executable content | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockofficeapplicationsfromcreatingexecutablecontent | choice | BlockOfficeApplicationsFromCreatingExecutableContent | Block Office applications from creating executable content | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockofficeapplicationsfrominjectingcodeintootherprocesses | choice | BlockOfficeApplicationsFromInjectingCodeIntoOtherProcesses | Block Office applications from injecting code into other processes | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockpersistencethroughwmieventsubscription | choice | BlockPersistenceThroughWMIEventSubscription | Block persistence through WMI event subscription | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockprocesscreationsfrompsexecandwmicommands | choice | BlockProcessCreationsFromPSExecAndWMICommands | Block process creations originating from PSExec and WMI commands | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockuntrustedunsignedprocessesthatrunfromusb | choice | BlockUntrustedUnsignedProcessesThatRunFromUSB | Block untrusted and unsigned processes that run from USB | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockwin32apicallsfromofficemacros | choice | BlockWin32APICallsFromOfficeMacros | Block Win32 API calls from Office macros | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_useadvancedprotectionagainstransomware | choice | UseAdvancedProtectionAgainstRansomware | Use advanced protection against ransomware | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductiononlyexclusions | strings 1000 | AttackSurfaceReductionOnlyExclusions | Attack Surface Reduction Only Exclusions
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockrebootingmachineinsafemode | choice | BlockRebootingMachineInSafeMode | Block rebooting machine in Safe Mode | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockuseofcopiedorimpersonatedsystemtools | choice | BlockUseOfCopiedOrImpersonatedSystemTools | Block use of copied or impersonated system tools | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_attacksurfacereductionrules_blockexecutablefilesrunningunlesstheymeetprevalenceagetrustedlistcriterion | choice | BlockExecutableFilesRunningUnlessTheyMeetPrevalenceAgeTrustedListCriterion | Block executable files from running unless they meet a prevalence, age, or trusted list criterion | off=Off; block=Block; audit=Audit; warn=Warn
device_vendor_msft_policy_config_defender_enablecontrolledfolderaccess | choice | EnableControlledFolderAccess | Enable Controlled Folder Access | 0=Disabled; 1=Enabled; 2=Audit Mode; 3=Block disk modification only; 4=Audit disk modification only
device_vendor_msft_policy_config_defender_controlledfolderaccessallowedapplications | strings 1000 | ControlledFolderAccessAllowedApplications | Controlled Folder Access Allowed Applications

# 4a5e4714-00ac-4793-b0cc-5049041b0ed7 | Domain
vendor_msft_firewall_mdmstore_domainprofile_enablefirewall | choice | EnableFirewall | Enable Domain Network Firewall | false=False; true=True

# 4a5e4714-00ac-4793-b0cc-5049041b0ed7 | Firewall
vendor_msft_firewall_mdmstore_domainprofile_defaultinboundaction | choice | DefaultInboundAction | Default Inbound Action for Domain Profile | 0=Allow; 1=Block
vendor_msft_firewall_mdmstore_domainprofile_defaultoutboundaction | choice | DefaultOutboundAction | Default Outbound Action | 0=Allow; 1=Block
vendor_msft_firewall_mdmstore_domainprofile_disableinboundnotifications | choice | DisableInboundNotifications | Disable Inbound Notifications | false=False; true=True
vendor_msft_firewall_mdmstore_domainprofile_allowlocalpolicymerge | choice | AllowLocalPolicyMerge | Allow Local Policy Merge | false=False; true=True
vendor_msft_firewall_mdmstore_domainprofile_enablelogdroppedpackets | choice | EnableLogDroppedPackets | Enable Log Dropped Packets | false=Disable Logging Of Dropped Packets; true=Enable Logging Of Dropped Packets
vendor_msft_firewall_mdmstore_privateprofile_enablefirewall | choice | EnableFirewall | Enable Private Network Firewall | false=False; true=True
vendor_msft_firewall_mdmstore_privateprofile_defaultinboundaction | choice | DefaultInboundAction | Default Inbound Action for Private Profile | 0=Allow; 1=Block
vendor_msft_firewall_mdmstore_privateprofile_defaultoutboundaction | choice | DefaultOutboundAction | Default Outbound Action | 0=Allow; 1=Block
vendor_msft_firewall_mdmstore_privateprofile_disableinboundnotifications | choice | DisableInboundNotifications | Disable Inbound Notifications | false=False; true=True
vendor_msft_firewall_mdmstore_privateprofile_allowlocalpolicymerge | choice | AllowLocalPolicyMerge | Allow Local Policy Merge | false=False; true=True
vendor_msft_firewall_mdmstore_privateprofile_enablelogdroppedpackets | choice | EnableLogDroppedPackets | Enable Log Dropped Packets | false=Disable Logging Of Dropped Packets; true=Enable Logging Of Dropped Packets
vendor_msft_firewall_mdmstore_publicprofile_enablefirewall | choice | EnableFirewall | Enable Public Network Firewall | false=False; true=True
vendor_msft_firewall_mdmstore_publicprofile_defaultinboundaction | choice | DefaultInboundAction | Default Inbound Action for Public Profile | 0=Allow; 1=Block
vendor_msft_firewall_mdmstore_publicprofile_defaultoutboundaction | choice | DefaultOutboundAction | Default Outbound Action | 0=Allow; 1=Block
vendor_msft_firewall_mdmstore_publicprofile_disableinboundnotifications | choice | DisableInboundNotifications | Disable Inbound Notifications | false=False; true=True
vendor_msft_firewall_mdmstore_publicprofile_allowlocalpolicymerge | choice | AllowLocalPolicyMerge | Allow Local Policy Merge | false=False; true=True
vendor_msft_firewall_mdmstore_publicprofile_enablelogdroppedpackets | choice | EnableLogDroppedPackets | Enable Log Dropped Packets | false=Disable Logging Of Dropped Packets; true=Enable Logging Of Dropped Packets
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename} | groups 150 | {FirewallRuleName} | Firewall Rule Name
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}_name | string | Name | Name
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}_enabled | choice | Enabled | Enabled | 0=Disabled; 1=Enabled
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}_direction | choice | Direction | Direction | in=The rule applies to inbound traffic.; out=The rule applies to outbound traffic.
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}_action_type | choice | Type | Action | 0=Block; 1=Allow
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}_protocol | integer | Protocol | Protocol
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}_localportranges | strings 1000 | LocalPortRanges | Local Port Ranges
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}_profiles | choices 100 | Profiles | Network Types | 1=FW_PROFILE_TYPE_DOMAIN: This value represents the profile for networks that are connected to domains.; 2=FW_PROFILE_TYPE_PRIVATE: This value represents the standard profile for networks. These networks are classified as private by the administrators in the server host. The classification happens the first time the host connects to the network. Usually these networks are behind Network Address Translation (NAT) devices, routers, and other edge devices, and they are in a private location, such as a home or an office. AND FW_PROFILE_TYPE_PRIVATE: This value represents the profile for private networks, which is represented by the same value as that used for FW_PROFILE_TYPE_STANDARD.; 4=FWPROFILETYPEPUBLIC: This value represents the profile for public networks. These networks are classified as public by the administrators in the server host. The classification happens the first time the host connects to the network. Usually these networks are those at airports, coffee shops, and other public places where the peers in the network or the network administrator are not trusted.; 2147483647=FW_PROFILE_TYPE_ALL: This value represents all these network sets and any future network sets.; -2147483648=FW_PROFILE_TYPE_CURRENT: This value represents the current profiles to which the firewall and advanced security components determine the host is connected at the moment of the call. This value can be specified only in method calls, and it cannot be combined with other flags.
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}_remoteaddressranges | strings 1000 | RemoteAddressRanges | Remote Address Ranges
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}_app_filepath | string | FilePath | File Path
vendor_msft_firewall_mdmstore_firewallrules_{firewallrulename}_remoteportranges | strings 1000 | RemotePortRanges | Remote Port Ranges

# f1dcf7b6-2d89-41bf-b5eb-02a879c6db5d | LAPS
device_vendor_msft_laps_policies_backupdirectory | choice | BackupDirectory | Backup Directory | 0=Disabled (password will not be backed up); 1=Backup the password to Microsoft Entra ID only; 2=Backup the password to Active Directory only
device_vendor_msft_laps_policies_passwordagedays_aad | integer | PasswordAgeDays | Password Age Days
device_vendor_msft_laps_policies_administratoraccountname | string | AdministratorAccountName | Administrator Account Name
device_vendor_msft_laps_policies_passwordcomplexity | choice | PasswordComplexity | Password Complexity | 1=Large letters; 2=Large letters + small letters; 3=Large letters + small letters + numbers; 4=Large letters + small letters + numbers + special characters; 5=Large letters + small letters + numbers + special characters (improved readability); 6=Passphrase (long words); 7=Passphrase (short words); 8=Passphrase (short words with unique prefixes)
device_vendor_msft_laps_policies_passwordlength | integer | PasswordLength | Password Length
device_vendor_msft_laps_policies_postauthenticationactions | choice | PostAuthenticationActions | Post Authentication Actions | 1=Reset password: upon expiry of the grace period, the managed account password will be reset.; 3=Reset the password and logoff the managed account: upon expiry of the grace period, the managed account password will be reset and any interactive logon sessions using the managed account will terminated.; 5=Reset the password and reboot: upon expiry of the grace period, the managed account password will be reset and the managed device will be immediately rebooted.; 11=Reset the password, logoff the managed account, and terminate any remaining processes: upon expiration of the grace period, the managed account password is reset, any interactive logon sessions using the managed account are logged off, and any remaining processes are terminated.
device_vendor_msft_laps_policies_postauthenticationresetdelay | integer | PostAuthenticationResetDelay | Post Authentication Reset Delay

# a18508d1-fd74-4955-8032-3bd9219a0944 | \Windows Components\BitLocker Drive Encryption\Fixed Data Drives
device_vendor_msft_bitlocker_fixeddrivesrequireencryption | choice | FDVDenyWriteAccess_Name | Deny write access to fixed drives not protected by BitLocker | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_fixeddrivesencryptiontype | choice | FDVEncryptionType_Name | Enforce drive encryption type on fixed data drives | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_fixeddrivesencryptiontype_fdvencryptiontypedropdown_name | choice | FDVEncryptionTypeDropDown_Name | Select the encryption type: | 0=Allow user to choose (default); 1=Full encryption; 2=Used Space Only encryption
device_vendor_msft_bitlocker_fixeddrivesrecoveryoptions | choice | FDVRecoveryUsage_Name | Choose how BitLocker-protected fixed drives can be recovered | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_fixeddrivesrecoveryoptions_fdvallowdra_name | choice | FDVAllowDRA_Name | Allow data recovery agent | 0=False; 1=True
device_vendor_msft_bitlocker_fixeddrivesrecoveryoptions_fdvrecoverypasswordusagedropdown_name | choice | FDVRecoveryPasswordUsageDropDown_Name | Configure user storage of BitLocker recovery information: | 2=Allow 48-digit recovery password; 1=Require 48-digit recovery password; 0=Do not allow 48-digit recovery password
device_vendor_msft_bitlocker_fixeddrivesrecoveryoptions_fdvrecoverykeyusagedropdown_name | choice | FDVRecoveryKeyUsageDropDown_Name | FDVRecoveryKeyUsageDropDown_Name | 2=Allow 256-bit recovery key; 1=Require 256-bit recovery key; 0=Do not allow 256-bit recovery key
device_vendor_msft_bitlocker_fixeddrivesrecoveryoptions_fdvhiderecoverypage_name | choice | FDVHideRecoveryPage_Name | Omit recovery options from the BitLocker setup wizard | 0=False; 1=True
device_vendor_msft_bitlocker_fixeddrivesrecoveryoptions_fdvactivedirectorybackup_name | choice | FDVActiveDirectoryBackup_Name | Save BitLocker recovery information to AD DS for fixed data drives | 0=False; 1=True
device_vendor_msft_bitlocker_fixeddrivesrecoveryoptions_fdvactivedirectorybackupdropdown_name | choice | FDVActiveDirectoryBackupDropDown_Name | Configure storage of BitLocker recovery information to AD DS: | 1=Backup recovery passwords and key packages; 2=Backup recovery passwords only
device_vendor_msft_bitlocker_fixeddrivesrecoveryoptions_fdvrequireactivedirectorybackup_name | choice | FDVRequireActiveDirectoryBackup_Name | Do not enable BitLocker until recovery information is stored to AD DS for fixed data drives | 0=False; 1=True

# b86100f0-e4ae-4f93-9dae-dd253a96726f | Local Users And Groups
device_vendor_msft_policy_config_localusersandgroups_configure | groups 100 | GroupConfiguration | Group Configuration
device_vendor_msft_policy_config_localusersandgroups_configure_groupconfiguration_accessgroup | groups 1 | accessgroup | access group
device_vendor_msft_policy_config_localusersandgroups_configure_groupconfiguration_accessgroup_desc | choices 100 | desc | Local group | administrators=Administrators; users=Users; guests=Guests; powerusers=Power Users; remotedesktopusers=Remote Desktop Users; remotemanagementusers=Remote Management Users
device_vendor_msft_policy_config_localusersandgroups_configure_groupconfiguration_accessgroup_action | choice | action | Group and user action | add_update=Add (Update); remove_update=Remove (Update); add_restrict=Add (Replace)
device_vendor_msft_policy_config_localusersandgroups_configure_groupconfiguration_accessgroup_userselectiontype | choice | userselectiontype | User selection type | users=Users/Groups; manual=Manual
device_vendor_msft_policy_config_localusersandgroups_configure_groupconfiguration_accessgroup_users | strings 1000 | member | Selected user(s)

# 8e6b8d0c-faf6-41e6-8e31-4389a5470caf | \Windows Components\BitLocker Drive Encryption\Removable Data Drives
device_vendor_msft_bitlocker_removabledrivesconfigurebde | choice | RDVConfigureBDE | Control use of BitLocker on removable drives | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_removabledrivesconfigurebde_rdvallowbde_name | choice | RDVAllowBDE_Name | Allow users to apply BitLocker protection on removable data drives | 0=False; 1=True
device_vendor_msft_bitlocker_removabledrivesencryptiontype | choice | RDVEncryptionType_Name | Enforce drive encryption type on removable data drives | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_removabledrivesencryptiontype_rdvencryptiontypedropdown_name | choice | RDVEncryptionTypeDropDown_Name | Select the encryption type: | 0=Allow user to choose (default); 1=Full encryption; 2=Used Space Only encryption
device_vendor_msft_bitlocker_removabledrivesconfigurebde_rdvdisablebde_name | choice | RDVDisableBDE_Name | Allow users to suspend and decrypt BitLocker protection on removable data drives | 0=False; 1=True
device_vendor_msft_bitlocker_removabledrivesrequireencryption | choice | RDVDenyWriteAccess_Name | Deny write access to removable drives not protected by BitLocker | 0=Disabled; 1=Enabled
device_vendor_msft_bitlocker_removabledrivesrequireencryption_rdvcrossorg | choice | RDVCrossOrg | Do not allow write access to devices configured in another organization | 0=False; 1=True

# e7ae2b99-0479-475f-af5c-96457121fcd0 | Windows Hello For Business
device_vendor_msft_passportforwork_biometrics_usebiometrics | choice | UseBiometrics | Allow Use of Biometrics | false=False; true=True
device_vendor_msft_passportforwork_biometrics_facialfeaturesuseenhancedantispoofing | choice | FacialFeaturesUseEnhancedAntiSpoofing | Facial Features Use Enhanced Anti Spoofing | false=false; true=true
device_vendor_msft_passportforwork_{tenantid} | groups 1 | {TenantId} | Device-scoped settings
device_vendor_msft_passportforwork_{tenantid}_policies_usepassportforwork | choice | UsePassportForWork | Use Windows Hello For Business (Device) | false=false; true=true
device_vendor_msft_passportforwork_{tenantid}_policies_requiresecuritydevice | choice | RequireSecurityDevice | Require Security Device | false=false; true=true
device_vendor_msft_passportforwork_{tenantid}_policies_enablepinrecovery | choice | EnablePinRecovery | Enable Pin Recovery | false=false; true=true
device_vendor_msft_passportforwork_{tenantid}_policies_pincomplexity_minimumpinlength | integer | MinimumPINLength | Minimum PIN Length
device_vendor_msft_passportforwork_{tenantid}_policies_pincomplexity_history | integer | History | PIN History
device_vendor_msft_passportforwork_{tenantid}_policies_pincomplexity_expiration | integer | Expiration | Expiration
device_vendor_msft_passportforwork_{tenantid}_policies_usecloudtrustforonpremauth | choice | UseCloudTrustForOnPremAuth | Use Cloud Trust For On Prem Auth | false=Disabled; true=Enabled
device_vendor_msft_passportforwork_securitykey_usesecuritykeyforsignin | choice | UseSecurityKeyForSignin | Use Security Key For Signin | 0=Disabled; 1=Enabled

# a4fb2510-977f-42ff-9033-6f1eb98f141b | Device Lock
device_vendor_msft_policy_config_devicelock_devicepasswordenabled | choice | DevicePasswordEnabled | Device Password Enabled | 0=Enabled; 1=Disabled
device_vendor_msft_policy_config_devicelock_mindevicepasswordlength | integer | MinDevicePasswordLength | Min Device Password Length
device_vendor_msft_policy_config_devicelock_alphanumericdevicepasswordrequired | choice | AlphanumericDevicePasswordRequired | Alphanumeric Device Password Required | 0=Password or Alphanumeric PIN required.; 1=Password or Numeric PIN required.; 2=Password, Numeric PIN, or Alphanumeric PIN required.
device_vendor_msft_policy_config_devicelock_devicepasswordhistory | integer | DevicePasswordHistory | Device Password History
device_vendor_msft_policy_config_devicelock_devicepasswordexpiration | integer | DevicePasswordExpiration | Device Password Expiration
device_vendor_msft_policy_config_devicelock_maxdevicepasswordfailedattempts | integer | MaxDevicePasswordFailedAttempts | Max Device Password Failed Attempts
device_vendor_msft_policy_config_devicelock_maxinactivitytimedevicelock | integer | MaxInactivityTimeDeviceLock | Max Inactivity Time Device Lock
device_vendor_msft_policy_config_devicelock_allowsimpledevicepassword | choice | AllowSimpleDevicePassword | Allow Simple Device Password | 0=Not allowed.; 1=Allowed.

# 6424714c-e50a-4b53-acbf-8739825ebf0b | \Control Panel\Personalization
device_vendor_msft_policy_config_devicelock_preventlockscreenslideshow | choice | CPL_Personalization_NoLockScreenSlideshow | Prevent enabling lock screen slide show | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_devicelock_preventenablinglockscreencamera | choice | CPL_Personalization_NoLockScreenCamera | Prevent enabling lock screen camera | 0=Disabled; 1=Enabled

# 992a8a1e-428e-41cb-948e-4e5da86105fa | Device Guard
device_vendor_msft_policy_config_deviceguard_enablevirtualizationbasedsecurity | choice | EnableVirtualizationBasedSecurity | Enable Virtualization Based Security | 0=disable virtualization based security.; 1=enable virtualization based security.
device_vendor_msft_policy_config_deviceguard_requireplatformsecurityfeatures | choice | RequirePlatformSecurityFeatures | Require Platform Security Features | 1=Turns on VBS with Secure Boot.; 3=Turns on VBS with Secure Boot and direct memory access (DMA). DMA requires hardware support.
device_vendor_msft_policy_config_deviceguard_lsacfgflags | choice | LsaCfgFlags | Credential Guard | 0=(Disabled) Turns off Credential Guard remotely if configured previously without UEFI Lock.; 1=(Enabled with UEFI lock) Turns on Credential Guard with UEFI lock.; 2=(Enabled without lock) Turns on Credential Guard without UEFI lock.
device_vendor_msft_policy_config_deviceguard_configuresystemguardlaunch | choice | ConfigureSystemGuardLaunch | Configure System Guard Launch | 0=Unmanaged Configurable by Administrative user; 1=Unmanaged Enables Secure Launch if supported by hardware; 2=Unmanaged Disables Secure Launch
`
