/** Microsoft Defender on Linux. Names and options as the settings catalog has them; see NOTICE. */
export const linuxTable = String.raw`
# 13467142-14e7-4380-8573-4866e842c7f6 | Antivirus engine
linux_mdatp_managed_antivirusengine_enforcementlevel | choice | enforcementLevel | Enforcement Level | 0=Realtime; 1=OnDemand; 2=Passive; 3=Audit
linux_mdatp_managed_antivirusengine_behaviormonitoring | choice | behaviorMonitoring | Enable behavior monitoring (Requires Realtime/Audit Enforcement level) | 0=Disabled; 1=Enabled
linux_mdatp_managed_antivirusengine_scanarchives | choice | scanArchives | Enable scanning of archives | false=Disabled; true=Enabled
linux_mdatp_managed_antivirusengine_scanafterdefinitionupdate | choice | scanAfterDefinitionUpdate | Enable scanning after definition update | false=Disabled; true=Enabled
linux_mdatp_managed_antivirusengine_exclusions | groups 600 | exclusions | Scan exclusions
linux_mdatp_managed_antivirusengine_exclusions_item_$type | choice | exclusions_item_$type | Type | 0=Path; 1=File extension; 2=Process name
linux_mdatp_managed_antivirusengine_exclusions_item_path | string | exclusions_item_path | Path
linux_mdatp_managed_antivirusengine_exclusions_item_isdirectory | choice | exclusions_item_isDirectory | Is directory | false=Disabled; true=Enabled

# 93099bd4-c685-434b-9d72-f0cb6db5e753 | Cloud delivered protection preferences
linux_mdatp_managed_cloudservice_enabled | choice | enabled | Enable cloud delivered protection | false=Disabled; true=Enabled
linux_mdatp_managed_cloudservice_cloudblocklevel | choice | cloudBlockLevel | Configure cloud block level | normal=Normal; moderate=Moderate; high=High; high_plus=High_Plus; zero_tolerance=Zero_Tolerance
linux_mdatp_managed_cloudservice_automaticsamplesubmissionconsent | choice | automaticSampleSubmissionConsent | Enable automatic sample submissions | none=None; safe=Safe; all=All
linux_mdatp_managed_cloudservice_diagnosticlevel | choice | diagnosticLevel | Diagnostic data collection level | 0=optional; 1=required
`

/** Compliance of Linux, which has a catalog of its own. */
export const linuxComplianceTable = String.raw`
# 2dafc535-d0f1-4c8c-9829-044338deebfa | Device Encryption
linux_deviceencryption_required | choice | RequireDeviceEncryption | Require Device Encryption | false=False; true=True

# f2c81665-b10b-4fa2-b177-7781b8650292 | Allowed Distributions
linux_distribution_alloweddistros | groups 2147483647 | AllowedDistros | Allowed Distros
linux_distribution_alloweddistros_item_$type | choice | AllowedDistros_Item_$type | Type | ubuntu=Ubuntu; rhel=RHEL
linux_distribution_alloweddistros_item_minimumversion | string | AllowedDistros_Item_MinimumOSVersion | Minimum OS Version
linux_distribution_alloweddistros_item_maximumversion | string | AllowedDistros_Item_MaximumOSVersion | Maximum OS Version

# 8ccafa97-9bbb-40e1-b668-3110bc449ac2 | Password Policy
linux_passwordpolicy_minimumlength | integer | MinimumLength | Minimum Length
linux_passwordpolicy_minimumdigits | integer | MinimumDigits | Minimum Digits
linux_passwordpolicy_minimumlowercase | integer | MinimumLowercase | Minimum Lowercase
linux_passwordpolicy_minimumuppercase | integer | MinimumUppercase | Minimum Uppercase
linux_passwordpolicy_minimumsymbols | integer | MinimumSymbols | Minimum Symbols
`
