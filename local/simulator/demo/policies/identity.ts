import { oneOf, type Template } from '../template'
import { windowsCatalog } from './catalog'

const laps = 'device_vendor_msft_laps_policies'
const hello = 'device_vendor_msft_passportforwork'
const lock = 'device_vendor_msft_policy_config_devicelock'
const guard = 'device_vendor_msft_policy_config_deviceguard'
const access = 'device_vendor_msft_policy_config_localusersandgroups_configure'

export const identity: readonly Template[] = [
  windowsCatalog(
    {
      name: 'Win - LAPS - Entra ID - v1.2',
      description: 'The password of the local administrator changes every 14 days and is saved to Entra ID.',
      security: 'Local admin password solution (Windows LAPS)',
      to: ['all devices | Win - Corporate devices'],
    },
    {
      [`${laps}_backupdirectory`]: [1, { [`${laps}_passwordagedays_aad`]: 14 }],
      [`${laps}_administratoraccountname`]: 'lapsadmin',
      [`${laps}_passwordcomplexity`]: 4,
      [`${laps}_passwordlength`]: oneOf(20, 16, 24),
      [`${laps}_postauthenticationactions`]: oneOf(3, 5),
      [`${laps}_postauthenticationresetdelay`]: oneOf(8, 4, 24),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Local administrators',
      description: 'Replaces the members of the local group Administrators.',
      security: 'Local user group membership',
      to: ['SG-Intune-Windows-Broad', '-SG-Intune-Privileged-Workstations'],
    },
    {
      [access]: [
        {
          _groupconfiguration_accessgroup: [
            {
              [`${access}_groupconfiguration_accessgroup_desc`]: ['administrators'],
              [`${access}_groupconfiguration_accessgroup_action`]: 'add_restrict',
              [`${access}_groupconfiguration_accessgroup_userselectiontype`]: [
                'manual',
                {
                  [`${access}_groupconfiguration_accessgroup_users`]: [
                    'lapsadmin',
                    'AzureAD\\svc-device-admins@contoso.com',
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Windows Hello for Business - v1.1',
      description: 'PIN and biometrics instead of the password.',
      to: ['all users'],
    },
    {
      [`${hello}_biometrics_usebiometrics`]: 'true',
      [`${hello}_biometrics_facialfeaturesuseenhancedantispoofing`]: 'true',
      [`${hello}_{tenantid}`]: {
        _policies_usepassportforwork: 'true',
        _policies_requiresecuritydevice: 'true',
        _policies_enablepinrecovery: 'true',
        _policies_pincomplexity_minimumpinlength: oneOf(6, 8),
        _policies_pincomplexity_history: oneOf(5, 10),
        _policies_pincomplexity_expiration: oneOf(0, 365),
        _policies_usecloudtrustforonpremauth: oneOf('true', 'false'),
      },
      [`${hello}_securitykey_usesecuritykeyforsignin`]: oneOf(1, 0),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Password and lock screen - v1.6',
      description: 'Local accounts, and how long a device may be left alone.',
      to: ['all devices'],
    },
    {
      [`${lock}_devicepasswordenabled`]: [
        0,
        {
          [`${lock}_mindevicepasswordlength`]: oneOf(14, 12),
          [`${lock}_alphanumericdevicepasswordrequired`]: 0,
          [`${lock}_devicepasswordhistory`]: oneOf(24, 12),
          [`${lock}_devicepasswordexpiration`]: oneOf(0, 365),
          [`${lock}_maxdevicepasswordfailedattempts`]: oneOf(10, 5),
          [`${lock}_maxinactivitytimedevicelock`]: oneOf(10, 5, 15),
          [`${lock}_allowsimpledevicepassword`]: 0,
        },
      ],
      [`${lock}_preventlockscreenslideshow`]: 1,
      [`${lock}_preventenablinglockscreencamera`]: oneOf(1, 0),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Credential Guard - v1.0',
      description: 'Virtualization-based security on devices that can do it.',
      security: 'Account Protection',
      to: ['all devices | Win - Windows 11'],
    },
    {
      [`${guard}_enablevirtualizationbasedsecurity`]: 1,
      [`${guard}_requireplatformsecurityfeatures`]: oneOf(1, 3),
      [`${guard}_lsacfgflags`]: oneOf(1, 2),
      [`${guard}_configuresystemguardlaunch`]: oneOf(1, 0),
    },
  ),
]
