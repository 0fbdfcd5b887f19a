/** Microsoft Edge, OneDrive, Office. Names and options as the settings catalog has them; see NOTICE. */
export const appsTable = String.raw`
# 08c5f391-e156-4a72-bbb9-3670f2f63a56 | \Microsoft Edge\SmartScreen settings
device_vendor_msft_policy_config_microsoft_edge~policy~microsoft_edge~smartscreen_smartscreenenabled | choice | SmartScreenEnabled | Configure Microsoft Defender SmartScreen | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_microsoft_edgev80diff~policy~microsoft_edge~smartscreen_smartscreenpuaenabled | choice | SmartScreenPuaEnabled | Configure Microsoft Defender SmartScreen to block potentially unwanted apps | 0=Disabled; 1=Enabled

# 3ba8106d-4b2f-4775-939d-1cc8703a41dc | \Microsoft Edge\Password manager and protection
device_vendor_msft_policy_config_microsoft_edge~policy~microsoft_edge~passwordmanager_passwordmanagerenabled | choice | PasswordManagerEnabled | Enable saving passwords to the password manager | 0=Disabled; 1=Enabled

# 66615d2a-fec9-47f1-8eaf-9813e30cc023 | \Microsoft Edge\Extensions
device_vendor_msft_policy_config_microsoft_edge~policy~microsoft_edge~extensions_extensioninstallblocklist | choice | ExtensionInstallBlocklist | Control which extensions cannot be installed | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_microsoft_edge~policy~microsoft_edge~extensions_extensioninstallblocklist_extensioninstallblocklistdesc | strings 1000 | ExtensionInstallBlocklistDesc | Extension IDs the user should be prevented from installing (or * for all) (Device)

# a25a7a02-4bac-411b-9d02-10cb3297cb17 | \Microsoft Edge
device_vendor_msft_policy_config_microsoft_edgev78diff~policy~microsoft_edge_trackingprevention | choice | TrackingPrevention | Block tracking of users' web-browsing activity | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_microsoft_edgev78diff~policy~microsoft_edge_trackingprevention_trackingprevention | choice | TrackingPrevention | Block tracking of users' web-browsing activity (Device) | 0=Off (no tracking prevention); 1=Basic (blocks harmful trackers, content and ads will be personalized); 2=Balanced (blocks harmful trackers and trackers from sites user has not visited; content and ads will be less personalized); 3=Strict (blocks harmful trackers and majority of trackers from all sites; content and ads will have minimal personalization. Some parts of sites might not work)
device_vendor_msft_policy_config_microsoft_edgev86.1~policy~microsoft_edge_diagnosticdata | choice | DiagnosticData | Send required and optional diagnostic data about browser usage | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_microsoft_edgev86.1~policy~microsoft_edge_diagnosticdata_diagnosticdata | choice | DiagnosticData | Send required and optional diagnostic data about browser usage (Device) | 0=Off (Not recommended); 1=Required data; 2=Optional data
device_vendor_msft_policy_config_microsoft_edgev80diff~policy~microsoft_edge_hidefirstrunexperience | choice | HideFirstRunExperience | Hide the First-run experience and splash screen | 0=Disabled; 1=Enabled

# 5ee629c1-94da-49b3-b7a1-a24b279f36d4 | \OneDrive
device_vendor_msft_policy_config_onedrivengscv2~policy~onedrivengsc_silentaccountconfig | choice | SilentAccountConfig | Silently sign in users to the OneDrive sync app with their Windows credentials | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_onedrivengscv2~policy~onedrivengsc_filesondemandenabled | choice | FilesOnDemandEnabled | Use OneDrive Files On-Demand | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_onedrivengscv2.updates~policy~onedrivengsc_kfmoptinnowizard | choice | KFMOptInNoWizard | Silently move Windows known folders to OneDrive | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_onedrivengscv2.updates~policy~onedrivengsc_kfmoptinnowizard_kfmoptinnowizard_textbox | string | KFMOptInNoWizard_TextBox | Tenant ID: (Device)
device_vendor_msft_policy_config_onedrivengscv2.updates~policy~onedrivengsc_kfmoptinnowizard_kfmoptinnowizard_desktop_checkbox | choice | KFMOptInNoWizard_Desktop_Checkbox | Desktop (Device) | 0=False; 1=True
device_vendor_msft_policy_config_onedrivengscv2.updates~policy~onedrivengsc_kfmoptinnowizard_kfmoptinnowizard_documents_checkbox | choice | KFMOptInNoWizard_Documents_Checkbox | Documents (Device) | 0=False; 1=True
device_vendor_msft_policy_config_onedrivengscv2.updates~policy~onedrivengsc_kfmoptinnowizard_kfmoptinnowizard_pictures_checkbox | choice | KFMOptInNoWizard_Pictures_Checkbox | Pictures (Device) | 0=False; 1=True
device_vendor_msft_policy_config_onedrivengscv2.updates~policy~onedrivengsc_kfmoptinnowizard_kfmoptinnowizard_dropdown | choice | KFMOptInNoWizard_Dropdown | Show notification to users after folders have been redirected: (Device) | 0=No; 1=Yes
device_vendor_msft_policy_config_onedrivengscv2~policy~onedrivengsc_kfmblockoptout | choice | KFMBlockOptOut | Prevent users from redirecting their Windows known folders to their PC | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_onedrivengscv2~policy~onedrivengsc_allowtenantlist | choice | AllowTenantList | Allow syncing OneDrive accounts for only specific organizations | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_onedrivengscv2~policy~onedrivengsc_allowtenantlist_allowtenantlistbox | strings 1000 | AllowTenantListBox | Tenant ID: (Device)

# 00d7396c-cadc-4d29-86ba-fe4df2ecb110 | \Microsoft Edge\Startup, home page and new tab page
device_vendor_msft_policy_config_microsoft_edge~policy~microsoft_edge~startup_homepagelocation | choice | HomepageLocation | Configure the home page URL | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_microsoft_edge~policy~microsoft_edge~startup_homepagelocation_homepagelocation | string | HomepageLocation | Home page URL (Device)
device_vendor_msft_policy_config_microsoft_edgev77.3~policy~microsoft_edge~startup_restoreonstartup | choice | RestoreOnStartup | Action to take on Microsoft Edge startup | 0=Disabled; 1=Enabled
device_vendor_msft_policy_config_microsoft_edgev77.3~policy~microsoft_edge~startup_restoreonstartup_restoreonstartup | choice | RestoreOnStartup | Action to take on Microsoft Edge startup (Device) | 5=Open a new tab; 1=Restore the last session; 4=Open a list of URLs; 6=Open a list of URLs and restore the last session

# 7490c4fd-c326-42f7-9908-006504616d4c | \Microsoft Excel 2016\Excel Options\Security\Trust Center
user_vendor_msft_policy_config_excel16v2~policy~l_microsoftofficeexcel~l_exceloptions~l_security~l_trustcenter_l_blockmacroexecutionfrominternet | choice | L_BlockMacroExecutionFromInternet | Block macros from running in Office files from the Internet (User) | 0=Disabled; 1=Enabled
user_vendor_msft_policy_config_excel16v2~policy~l_microsoftofficeexcel~l_exceloptions~l_security~l_trustcenter_l_vbawarningspolicy | choice | L_VBAWarningsPolicy | VBA Macro Notification Settings (User) | 0=Disabled; 1=Enabled
user_vendor_msft_policy_config_excel16v2~policy~l_microsoftofficeexcel~l_exceloptions~l_security~l_trustcenter_l_vbawarningspolicy_l_empty4 | choice | L_empty4 |  | 2=Disable all with notification; 3=Disable all except digitally signed macros; 4=Disable all without notification; 1=Enable all macros (not recommended)

# 5f7e1206-359d-49d7-82c3-f6b6a6eddf65 | \Microsoft Word 2016\Word Options\Security\Trust Center
user_vendor_msft_policy_config_word16v2~policy~l_microsoftofficeword~l_wordoptions~l_security~l_trustcenter_l_blockmacroexecutionfrominternet | choice | L_BlockMacroExecutionFromInternet | Block macros from running in Office files from the Internet (User) | 0=Disabled; 1=Enabled
user_vendor_msft_policy_config_word16v2~policy~l_microsoftofficeword~l_wordoptions~l_security~l_trustcenter_l_vbawarningspolicy | choice | L_VBAWarningsPolicy | VBA Macro Notification Settings (User) | 0=Disabled; 1=Enabled
user_vendor_msft_policy_config_word16v2~policy~l_microsoftofficeword~l_wordoptions~l_security~l_trustcenter_l_vbawarningspolicy_l_empty19 | choice | L_empty19 |  | 2=Disable all with notification; 3=Disable all except digitally signed macros; 4=Disable all without notification; 1=Enable all macros (not recommended)

# 36ddafde-fdc7-4787-bf6e-2291446ccc6b | \Microsoft PowerPoint 2016\PowerPoint Options\Security\Trust Center
user_vendor_msft_policy_config_ppt16v2~policy~l_microsoftofficepowerpoint~l_powerpointoptions~l_security~l_trustcenter_l_blockmacroexecutionfrominternet | choice | L_BlockMacroExecutionFromInternet | Block macros from running in Office files from the Internet (User) | 0=Disabled; 1=Enabled
user_vendor_msft_policy_config_ppt16v2~policy~l_microsoftofficepowerpoint~l_powerpointoptions~l_security~l_trustcenter_l_vbawarningspolicy | choice | L_VBAWarningsPolicy | VBA Macro Notification Settings (User) | 0=Disabled; 1=Enabled
user_vendor_msft_policy_config_ppt16v2~policy~l_microsoftofficepowerpoint~l_powerpointoptions~l_security~l_trustcenter_l_vbawarningspolicy_l_empty3 | choice | L_empty3 |  | 2=Disable all with notification; 3=Disable all except digitally signed macros; 4=Disable all without notification; 1=Enable all macros (not recommended)
`
