/** macOS and iOS. Names and options as the settings catalog has them; see NOTICE. */
export const appleTable = String.raw`
# 3f56adc1-2207-4033-a6e2-07f64c08e3ff | FileVault
com.apple.mcx.filevault2_com.apple.mcx.filevault2 | groups 1 | com.apple.MCX.FileVault2 | Top Level Setting Group Collection
com.apple.mcx.filevault2_enable | choice | Enable | Enable | 0=On; 1=Off
com.apple.mcx.filevault2_defer | choice | Defer | Defer | true=Enabled
com.apple.mcx.filevault2_deferforceatuserloginmaxbypassattempts | integer | DeferForceAtUserLoginMaxBypassAttempts | Defer Force At User Login Max Bypass Attempts
com.apple.mcx.filevault2_userecoverykey | choice | UseRecoveryKey | Use Recovery Key | true=Enabled
com.apple.mcx.filevault2_showrecoverykey | choice | ShowRecoveryKey | Show Recovery Key | false=Disabled; true=Enabled
com.apple.mcx.filevault2_recoverykeyrotationinmonths | choice | RecoveryKeyRotationInMonths | Recovery Key Rotation In Months | 0=Not configured; 1=1 month; 2=2 months; 3=3 months; 4=4 months; 5=5 months; 6=6 months; 7=7 months; 8=8 months; 9=9 months; 10=10 months; 11=11 months; 12=12 months

# bd5533e1-f1ee-4994-8a79-cffe02b12d5c | FileVault Recovery Key Escrow
com.apple.security.fderecoverykeyescrow_com.apple.security.fderecoverykeyescrow | groups 1 | com.apple.security.FDERecoveryKeyEscrow | Top Level Setting Group Collection
com.apple.security.fderecoverykeyescrow_location | string | Location | Location

# 70b5da13-9c31-4857-890d-b7eb223729c3 | Firewall
com.apple.security.firewall_com.apple.security.firewall | groups 1 | com.apple.security.firewall | Top Level Setting Group Collection
com.apple.security.firewall_enablefirewall | choice | EnableFirewall | Enable Firewall | false=False; true=True
com.apple.security.firewall_enablestealthmode | choice | EnableStealthMode | Enable Stealth Mode | false=False; true=True
com.apple.security.firewall_blockallincoming | choice | BlockAllIncoming | Block All Incoming | false=False; true=True

# 763525a0-8456-4336-a8d1-392253e8fdd8 | GateKeeper
com.apple.systempolicy.control_com.apple.systempolicy.control | groups 1 | com.apple.systempolicy.control | Top Level Setting Group Collection

# 763525a0-8456-4336-a8d1-392253e8fdd8 | Gatekeeper
com.apple.systempolicy.control_enableassessment | choice | EnableAssessment | Enable Assessment | false=False; true=True
com.apple.systempolicy.control_allowidentifieddevelopers | choice | AllowIdentifiedDevelopers | Allow Identified Developers | false=False; true=True

# d68abc4d-559a-4339-be48-c41a77a87034 | Passcode
com.apple.mobiledevice.passwordpolicy_com.apple.mobiledevice.passwordpolicy | groups 1 | com.apple.mobiledevice.passwordpolicy | Top Level Setting Group Collection
com.apple.mobiledevice.passwordpolicy_forcepin | choice | forcePIN | Force PIN | false=False; true=True
com.apple.mobiledevice.passwordpolicy_allowsimple | choice | allowSimple | Allow Simple Passcode | false=False; true=True
com.apple.mobiledevice.passwordpolicy_minlength | integer | minLength | Min Length
com.apple.mobiledevice.passwordpolicy_requirealphanumeric | choice | requireAlphanumeric | Require Alphanumeric Passcode | false=False; true=True
com.apple.mobiledevice.passwordpolicy_maxfailedattempts | integer | maxFailedAttempts | Max Failed Attempts
com.apple.mobiledevice.passwordpolicy_pinhistory | integer | pinHistory | PIN History

# eda31027-9270-4959-801b-397fa05512e2 | Restrictions
com.apple.applicationaccess_com.apple.applicationaccess | groups 1 | com.apple.applicationaccess | Top Level Setting Group Collection
com.apple.applicationaccess_allowfilesusbdriveaccess | choice | allowFilesUSBDriveAccess | Allow Files USB Drive Access | false=False; true=True
com.apple.applicationaccess_allowusbrestrictedmode | choice | allowUSBRestrictedMode | Allow USB Restricted Mode | false=False; true=True
com.apple.applicationaccess_allowdiagnosticsubmission | choice | allowDiagnosticSubmission | Allow Diagnostic Submission | false=False; true=True
com.apple.applicationaccess_forceencryptedbackup | choice | forceEncryptedBackup | Force Encrypted Backup | false=False; true=True
com.apple.applicationaccess_allowerasecontentandsettings | choice | allowEraseContentAndSettings | Allow Erase Content And Settings | false=False; true=True
com.apple.applicationaccess_allowclouddocumentsync | choice | allowCloudDocumentSync | Allow Cloud Document Sync | false=False; true=True
com.apple.applicationaccess_allowclouddesktopanddocuments | choice | allowCloudDesktopAndDocuments | Allow Cloud Desktop And Documents | false=False; true=True
com.apple.applicationaccess_allowcloudkeychainsync | choice | allowCloudKeychainSync | Allow Cloud Keychain Sync | false=False; true=True
com.apple.applicationaccess_allowcloudprivaterelay | choice | allowCloudPrivateRelay | Allow Cloud Private Relay | false=False; true=True
com.apple.applicationaccess_allowairdrop | choice | allowAirDrop | Allow AirDrop | false=False; true=True

# 8cefd936-362e-4a24-bc76-e078b6fd13fa | Screensaver
com.apple.screensaver_com.apple.screensaver | groups 1 | com.apple.screensaver | Top Level Setting Group Collection
com.apple.screensaver_askforpassword | choice | askForPassword | Ask For Password | false=False; true=True
com.apple.screensaver_askforpassworddelay | integer | askForPasswordDelay | Ask For Password Delay
com.apple.screensaver_loginwindowidletime | integer | loginWindowIdleTime | Login Window Idle Time
`
