import { oneOf, type Template } from '../template'
import { enabled, windowsCatalog } from './catalog'

const id = 'device_vendor_msft_bitlocker'
const security = 'BitLocker'

export const bitlocker: readonly Template[] = [
  windowsCatalog(
    {
      name: 'Win - BitLocker - OS drives - v2.1',
      description: 'Silent encryption with TPM; the recovery key is saved to Entra ID. Owner: Client Security',
      security,
      to: ['all devices | Win - Corporate devices', '-SG-Intune-Privileged-Workstations', '-SG-Intune-Exclusions'],
    },
    {
      [`${id}_requiredeviceencryption`]: 1,
      [`${id}_allowwarningforotherdiskencryption`]: [0, { [`${id}_allowstandarduserencryption`]: 1 }],
      [`${id}_configurerecoverypasswordrotation`]: oneOf(1, 2),
      [`${id}_encryptionmethodbydrivetype`]: enabled({
        _encryptionmethodwithxtsosdropdown_name: 7,
        _encryptionmethodwithxtsfdvdropdown_name: 7,
        _encryptionmethodwithxtsrdvdropdown_name: oneOf(4, 7),
      }),
      [`${id}_systemdrivesencryptiontype`]: enabled({ _osencryptiontypedropdown_name: oneOf(1, 2) }),
      [`${id}_systemdrivesrequirestartupauthentication`]: enabled({
        _configurenontpmstartupkeyusage_name: 0,
        _configuretpmusagedropdown_name: 1,
        _configurepinusagedropdown_name: 0,
        _configuretpmstartupkeyusagedropdown_name: 0,
        _configuretpmpinkeyusagedropdown_name: 0,
      }),
      [`${id}_systemdrivesrecoveryoptions`]: enabled({
        _osallowdra_name: 0,
        _osrecoverypasswordusagedropdown_name: 1,
        _osrecoverykeyusagedropdown_name: 0,
        _oshiderecoverypage_name: 1,
        _osactivedirectorybackup_name: 1,
        _osactivedirectorybackupdropdown_name: 1,
        _osrequireactivedirectorybackup_name: 1,
      }),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - BitLocker - Other fixed drives - v2.0',
      description: 'Fixed data drives are encrypted before they can be written to.',
      security,
      to: ['all devices | Win - Corporate devices', '-SG-Intune-Exclusions'],
    },
    {
      [`${id}_fixeddrivesrequireencryption`]: 1,
      [`${id}_fixeddrivesencryptiontype`]: enabled({ _fdvencryptiontypedropdown_name: oneOf(1, 2) }),
      [`${id}_fixeddrivesrecoveryoptions`]: enabled({
        _fdvallowdra_name: 0,
        _fdvrecoverypasswordusagedropdown_name: 1,
        _fdvrecoverykeyusagedropdown_name: 0,
        _fdvhiderecoverypage_name: 1,
        _fdvactivedirectorybackup_name: 1,
        _fdvactivedirectorybackupdropdown_name: oneOf(1, 2),
        _fdvrequireactivedirectorybackup_name: 1,
      }),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - BitLocker To Go - USB drives - v1.3',
      description: 'For those who may write to USB drives: read-only until encrypted with BitLocker To Go.',
      security,
      to: ['SG-USB-Exceptions'],
      single: true,
    },
    {
      [`${id}_removabledrivesconfigurebde`]: enabled({
        _rdvallowbde_name: [
          1,
          { [`${id}_removabledrivesencryptiontype`]: enabled({ _rdvencryptiontypedropdown_name: 2 }) },
        ],
        _rdvdisablebde_name: 0,
      }),
      [`${id}_removabledrivesrequireencryption`]: enabled({ _rdvcrossorg: 0 }),
    },
  ),
  windowsCatalog(
    {
      name: 'Win - BitLocker - Start-up PIN - Privileged workstations',
      description: 'TPM with PIN for administrators.',
      security,
      to: ['SG-Intune-Privileged-Workstations'],
      single: true,
    },
    {
      [`${id}_systemdrivesrequirestartupauthentication`]: enabled({
        _configurenontpmstartupkeyusage_name: 0,
        _configuretpmusagedropdown_name: 0,
        _configurepinusagedropdown_name: 1,
        _configuretpmstartupkeyusagedropdown_name: 0,
        _configuretpmpinkeyusagedropdown_name: 0,
      }),
      [`${id}_systemdrivesminimumpinlength`]: enabled({ _minpinlength: 8 }),
      [`${id}_systemdrivesenhancedpin`]: 1,
      [`${id}_systemdrivesdisallowstandarduserscanchangepin`]: 0,
    },
  ),
]
