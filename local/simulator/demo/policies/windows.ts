import { oneOf, type Template } from '../template'
import { enabled, windowsCatalog } from './catalog'

const id = 'device_vendor_msft_policy_config'
const options = `${id}_localpoliciessecurityoptions`
const guide = `${id}_mssecurityguide`
const install = `${id}_deviceinstallation`

export const windows: readonly Template[] = [
  windowsCatalog(
    {
      name: 'Win - Privacy and telemetry - v1.4',
      description: 'Required diagnostic data only. Agreed with the works council.',
      to: ['all devices'],
    },
    {
      [`${id}_system_allowtelemetry`]: 1,
      [`${id}_system_allowdevicenameindiagnosticdata`]: 0,
      [`${id}_system_configuretelemetryoptinsettingsux`]: 1,
      [`${id}_system_configuretelemetryoptinchangenotification`]: 1,
      [`${id}_system_limitdiagnosticlogcollection`]: 1,
      [`${id}_system_limitdumpcollection`]: 1,
      [`${id}_privacy_disableadvertisingid`]: 1,
      [`${id}_privacy_enableactivityfeed`]: 0,
      [`${id}_privacy_letappsaccesslocation`]: oneOf(2, 0),
      [`${id}_experience_allowcortana`]: 0,
      [`${id}_newsandinterests_allownewsandinterests`]: oneOf(0, 1),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - USB storage - Block write - v1.1',
      description: 'Data stays on the device. Exceptions through the service desk.',
      to: ['SG-Intune-Windows-Broad', '-SG-USB-Exceptions'],
    },
    {
      [`${id}_storage_removablediskdenywriteaccess`]: 1,
      [`${id}_admx_removablestorage_removabledisks_denyexecute_access_2`]: oneOf(1, 0),
      [`${id}_admx_removablestorage_wpddevices_denywrite_access_2`]: 1,
    },
  ),
  windowsCatalog(
    {
      name: 'Win - USB devices - Allow list',
      description: 'Only USB devices that the service desk hands out.',
      to: ['SG-Dept-Finance', 'SG-Dept-Legal'],
      single: true,
    },
    {
      [`${install}_enableinstallationpolicylayering`]: 1,
      [`${install}_allowinstallationofmatchingdeviceids`]: enabled({
        _deviceinstall_ids_allow_list: ['USB\\VID_0951&PID_1666', 'USB\\VID_1050&PID_0407'],
      }),
      [`${install}_preventinstallationofmatchingdevicesetupclasses`]: enabled({
        _deviceinstall_classes_deny_list: ['{36fc9e60-c465-11cf-8056-444553540000}'],
        _deviceinstall_classes_deny_retroactive: 0,
      }),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Security options - Sign-in and UAC - v1.8',
      description: 'Sign-in message, inactivity, user account control.',
      to: ['all devices | Win - Corporate devices'],
    },
    {
      [`${options}_interactivelogon_donotdisplaylastsignedin`]: oneOf(0, 1),
      [`${options}_interactivelogon_machineinactivitylimit_v2`]: oneOf(900, 600),
      [`${options}_interactivelogon_messagetitleforusersattemptingtologon`]: 'Contoso',
      [`${options}_interactivelogon_messagetextforusersattemptingtologon`]:
        'This device belongs to Contoso. Use is logged.',
      [`${options}_accounts_enableguestaccountstatus`]: 0,
      [`${options}_useraccountcontrol_behavioroftheelevationpromptforadministrators`]: oneOf(2, 1),
      [`${options}_useraccountcontrol_behavioroftheelevationpromptforstandardusers`]: oneOf(1, 0),
      [`${options}_useraccountcontrol_runalladministratorsinadminapprovalmode`]: 1,
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Legacy protocols - Off',
      description: 'SMB 1, WDigest and NetBIOS broadcasts.',
      to: ['SG-Intune-Windows-Pilot', 'SG-Intune-Windows-Broad'],
    },
    {
      [`${guide}_configuresmbv1server`]: 0,
      [`${guide}_configuresmbv1clientdriver`]: enabled({ _pol_secguide_smb1clientdriver: 4 }),
      [`${guide}_wdigestauthentication`]: 0,
      [`${guide}_netbtnodetypeconfiguration`]: enabled({ _pol_secguide_secguide_netbtnodetypecfg: 2 }),
      [`${guide}_applyuacrestrictionstolocalaccountsonnetworklogon`]: 1,
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Power - Notebooks - v1.0',
      description: 'A password after sleep; sleep saves energy.',
      to: ['all devices | not Win - Virtual machines'],
    },
    {
      [`${id}_power_requirepasswordwhencomputerwakesonbattery`]: 1,
      [`${id}_power_requirepasswordwhencomputerwakespluggedin`]: 1,
      [`${id}_power_standbytimeoutonbattery`]: enabled({ _enterdcstandbytimeout: oneOf(900, 1200) }),
      [`${id}_power_standbytimeoutpluggedin`]: enabled({ _enteracstandbytimeout: oneOf(3600, 1800) }),
      [`${id}_power_selectlidcloseactiononbattery`]: 1,
    },
  ),
]
