/** Settings of Windows itself. Names and options as the settings catalog has them; see NOTICE. */
export const windowsTable = String.raw`
# f62e0f2a-4363-4246-8057-1dc811fe4360 | System
device_vendor_msft_policy_config_system_allowtelemetry | choice | AllowTelemetry | Allow Telemetry | 0=Security; 1=Basic; 3=Full
device_vendor_msft_policy_config_system_allowdevicenameindiagnosticdata | choice | AllowDeviceNameInDiagnosticData | Allow device name to be sent in Windows diagnostic data | 0=Disabled.; 1=Allowed.
device_vendor_msft_policy_config_system_configuretelemetryoptinsettingsux | choice | ConfigureTelemetryOptInSettingsUx | Configure Telemetry Opt In Settings Ux | 0=Enable Telemetry opt-in Settings.; 1=Disable Telemetry opt-in Settings.
device_vendor_msft_policy_config_system_configuretelemetryoptinchangenotification | choice | ConfigureTelemetryOptInChangeNotification | Configure Telemetry Opt In Change Notification | 0=Enable telemetry change notifications.; 1=Disable telemetry change notifications.
device_vendor_msft_policy_config_system_limitdiagnosticlogcollection | choice | LimitDiagnosticLogCollection | Limit Diagnostic Log Collection | 0=Disabled.; 1=Enabled.
device_vendor_msft_policy_config_system_limitdumpcollection | choice | LimitDumpCollection | Limit Dump Collection | 0=Disabled.; 1=Enabled.

# 98e76d3e-9e52-45b3-b0c7-f029023121e9 | Privacy
device_vendor_msft_policy_config_privacy_disableadvertisingid | choice | DisableAdvertisingId | Disable Advertising ID | 0=Disabled; 1=Enabled; 65535=Not Configured
device_vendor_msft_policy_config_privacy_enableactivityfeed | choice | EnableActivityFeed | Enable Activity Feed | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_privacy_letappsaccesslocation | choice | LetAppsAccessLocation | Let Apps Access Location | 0=User in control.; 1=Force allow.; 2=Force deny.

# 139974ad-f615-442b-b3dc-84a44e3ec663 | Experience
device_vendor_msft_policy_config_experience_allowcortana | choice | AllowCortana | Allow Cortana | 0=Block; 1=Allow

# 14fa4ad9-525c-440d-a295-a279c73f97f1 | Widgets
device_vendor_msft_policy_config_newsandinterests_allownewsandinterests | choice | AllowNewsAndInterests | Allow widgets | 0=Not allowed.; 1=Allowed.

# 94fd7e7e-2a0f-4b5e-903a-28868a2e7e3c | Storage
device_vendor_msft_policy_config_storage_removablediskdenywriteaccess | choice | RemovableDiskDenyWriteAccess | Removable Disk Deny Write Access | 0=Disabled; 1=Enabled

# c6a912c5-0334-40fb-8dc5-f2d2547b8071 | \System\Removable Storage Access
device_vendor_msft_policy_config_admx_removablestorage_removabledisks_denyexecute_access_2 | choice | RemovableDisks_DenyExecute_Access_2 | Removable Disks: Deny execute access | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_admx_removablestorage_wpddevices_denywrite_access_2 | choice | WPDDevices_DenyWrite_Access_2 | WPD Devices: Deny write access | 0=Disabled; 1=Enabled

# 68237832-f376-4f0e-ba26-4e06fce7a35d | \System\Device Installation\Device Installation Restrictions
device_vendor_msft_policy_config_deviceinstallation_enableinstallationpolicylayering | choice | DeviceInstall_Allow_Deny_Layered | Apply layered order of evaluation for Allow and Prevent device installation policies across all device match criteria | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_deviceinstallation_allowinstallationofmatchingdeviceids | choice | DeviceInstall_IDs_Allow | Allow installation of devices that match any of these device IDs | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_deviceinstallation_allowinstallationofmatchingdeviceids_deviceinstall_ids_allow_list | strings 1000 | DeviceInstall_IDs_Allow_List | Allowed device IDs
device_vendor_msft_policy_config_deviceinstallation_preventinstallationofmatchingdevicesetupclasses | choice | DeviceInstall_Classes_Deny | Prevent installation of devices using drivers that match these device setup classes | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_deviceinstallation_preventinstallationofmatchingdevicesetupclasses_deviceinstall_classes_deny_list | strings 1000 | DeviceInstall_Classes_Deny_List | Prevented Classes
device_vendor_msft_policy_config_deviceinstallation_preventinstallationofmatchingdevicesetupclasses_deviceinstall_classes_deny_retroactive | choice | DeviceInstall_Classes_Deny_Retroactive | Also apply to matching devices that are already installed. | 0=False; 1=True

# 914a31d0-ae3b-4ae5-bd31-504b9f0b91df | Local Policies Security Options
device_vendor_msft_policy_config_localpoliciessecurityoptions_interactivelogon_donotdisplaylastsignedin | choice | InteractiveLogon_DoNotDisplayLastSignedIn | Interactive Logon Do Not Display Last Signed In | 0=Disabled (username will be shown); 1=Enabled (username will not be shown)
device_vendor_msft_policy_config_localpoliciessecurityoptions_interactivelogon_machineinactivitylimit_v2 | integer | InteractiveLogon_MachineInactivityLimit | Interactive Logon Machine Inactivity Limit
device_vendor_msft_policy_config_localpoliciessecurityoptions_interactivelogon_messagetitleforusersattemptingtologon | string | InteractiveLogon_MessageTitleForUsersAttemptingToLogOn | Interactive Logon Message Title For Users Attempting To Log On
device_vendor_msft_policy_config_localpoliciessecurityoptions_interactivelogon_messagetextforusersattemptingtologon | strings 1000 | InteractiveLogon_MessageTextForUsersAttemptingToLogOn | Interactive Logon Message Text For Users Attempting To Log On
device_vendor_msft_policy_config_localpoliciessecurityoptions_accounts_enableguestaccountstatus | choice | Accounts_EnableGuestAccountStatus | Accounts Enable Guest Account Status | 1=Enable; 0=Disable
device_vendor_msft_policy_config_localpoliciessecurityoptions_useraccountcontrol_behavioroftheelevationpromptforadministrators | choice | UserAccountControl_BehaviorOfTheElevationPromptForAdministrators | User Account Control Behavior Of The Elevation Prompt For Administrators | 0=Elevate without prompting; 1=Prompt for credentials on the secure desktop; 2=Prompt for consent on the secure desktop; 3=Prompt for credentials; 4=Prompt for consent; 5=Prompt for consent for non-Windows binaries
device_vendor_msft_policy_config_localpoliciessecurityoptions_useraccountcontrol_behavioroftheelevationpromptforstandardusers | choice | UserAccountControl_BehaviorOfTheElevationPromptForStandardUsers | User Account Control Behavior Of The Elevation Prompt For Standard Users | 0=Automatically deny elevation requests; 1=Prompt for credentials on the secure desktop; 3=Prompt for credentials
device_vendor_msft_policy_config_localpoliciessecurityoptions_useraccountcontrol_runalladministratorsinadminapprovalmode | choice | UserAccountControl_RunAllAdministratorsInAdminApprovalMode | User Account Control Run All Administrators In Admin Approval Mode | 0=Disabled; 1=Enabled

# 5371d50c-0aaa-425a-a075-2cb1c59968b9 | \MS Security Guide
device_vendor_msft_policy_config_mssecurityguide_configuresmbv1server | choice | Pol_SecGuide_0001_SMBv1_Server | Configure SMB v1 server | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_mssecurityguide_configuresmbv1clientdriver | choice | Pol_SecGuide_0002_SMBv1_ClientDriver | Configure SMB v1 client driver | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_mssecurityguide_configuresmbv1clientdriver_pol_secguide_smb1clientdriver | choice | Pol_SecGuide_SMB1ClientDriver | Configure MrxSmb10 driver | 4=Disable driver (recommended); 3=Manual start (default for Win7/2008/2008R2/2012); 2=Automatic start (default for Win8.1/2012R2/newer)
device_vendor_msft_policy_config_mssecurityguide_wdigestauthentication | choice | Pol_SecGuide_0202_WDigestAuthn | WDigest Authentication (disabling may require KB2871997) | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_mssecurityguide_netbtnodetypeconfiguration | choice | Pol_SecGuide_0050_NetbtNodeTypeConfig | NetBT NodeType configuration | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_mssecurityguide_netbtnodetypeconfiguration_pol_secguide_secguide_netbtnodetypecfg | choice | Pol_SecGuide_SecGuide_NetbtNodeTypeCfg | Configure NetBT NodeType | 1=B-node; 2=P-node (recommended); 4=M-node; 8=H-node
device_vendor_msft_policy_config_mssecurityguide_applyuacrestrictionstolocalaccountsonnetworklogon | choice | Pol_SecGuide_0201_LATFP | Apply UAC restrictions to local accounts on network logons | 0=Disabled; 1=Enabled

# 3b64e99d-0359-4264-be38-c544c647f493 | \System\Power Management\Sleep Settings
device_vendor_msft_policy_config_power_requirepasswordwhencomputerwakesonbattery | choice | DCPromptForPasswordOnResume_2 | Require a password when a computer wakes (on battery) | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_power_requirepasswordwhencomputerwakespluggedin | choice | ACPromptForPasswordOnResume_2 | Require a password when a computer wakes (plugged in) | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_power_standbytimeoutonbattery | choice | DCStandbyTimeOut_2 | Specify the system sleep timeout (on battery) | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_power_standbytimeoutonbattery_enterdcstandbytimeout | integer | EnterDCStandbyTimeOut | System Sleep Timeout (seconds):
device_vendor_msft_policy_config_power_standbytimeoutpluggedin | choice | ACStandbyTimeOut_2 | Specify the system sleep timeout (plugged in) | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_power_standbytimeoutpluggedin_enteracstandbytimeout | integer | EnterACStandbyTimeOut | System Sleep Timeout (seconds):

# e9cd3225-7b0e-485e-99f8-7ec8dd3977a1 | Power
device_vendor_msft_policy_config_power_selectlidcloseactiononbattery | choice | SelectLidCloseActionOnBattery | Select Lid Close Action On Battery | 0=Take no action; 1=Sleep; 2=System hibernate sleep state; 3=System shutdown
`
