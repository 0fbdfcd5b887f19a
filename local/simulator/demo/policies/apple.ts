import { oneOf, type Template } from '../template'
import { macCatalog } from './catalog'

/** The settings of one payload, which Graph wraps in a group of its own. */
const payload = (name: string, wrapper: string, settings: Template['settings'] & object) => ({
  [`${name}_${wrapper}`]: Object.fromEntries(Object.entries(settings).map(([key, value]) => [`${name}_${key}`, value])),
})

const to = ['SG-Intune-macOS-Corporate']

export const apple: readonly Template[] = [
  macCatalog(
    {
      name: 'Mac - FileVault - v1.3',
      description: 'Encryption at the first sign-out; the recovery key is kept in Intune.',
      to: ['all devices | Mac - Corporate devices'],
    },
    {
      ...payload('com.apple.mcx.filevault2', 'com.apple.mcx.filevault2', {
        enable: 0,
        defer: 'true',
        deferforceatuserloginmaxbypassattempts: oneOf(0, 3),
        userecoverykey: 'true',
        showrecoverykey: 'false',
        recoverykeyrotationinmonths: oneOf(6, 3),
      }),
      ...payload('com.apple.security.fderecoverykeyescrow', 'com.apple.security.fderecoverykeyescrow', {
        location: 'Contoso keeps the recovery key of this Mac in Intune.',
      }),
    },
  ),
  macCatalog(
    { name: 'Mac - Firewall - v1.1', description: 'Firewall and stealth mode.', to },
    payload('com.apple.security.firewall', 'com.apple.security.firewall', {
      enablefirewall: 'true',
      enablestealthmode: 'true',
      blockallincoming: oneOf('false', 'true'),
    }),
  ),
  macCatalog(
    { name: 'Mac - Gatekeeper - v1.0', description: 'Apps from the App Store and known developers.', to },
    payload('com.apple.systempolicy.control', 'com.apple.systempolicy.control', {
      enableassessment: 'true',
      allowidentifieddevelopers: 'true',
    }),
  ),
  macCatalog(
    { name: 'Mac - Password - v1.2', description: 'Password of the local account.', to },
    payload('com.apple.mobiledevice.passwordpolicy', 'com.apple.mobiledevice.passwordpolicy', {
      forcepin: 'true',
      allowsimple: 'false',
      minlength: oneOf(12, 14),
      requirealphanumeric: 'true',
      maxfailedattempts: oneOf(10, 6),
      pinhistory: oneOf(5, 10),
    }),
  ),
  macCatalog(
    { name: 'Mac - Screen saver - v1.0', description: 'The password is asked for at once.', to },
    payload('com.apple.screensaver', 'com.apple.screensaver', {
      askforpassword: 'true',
      askforpassworddelay: 0,
      loginwindowidletime: oneOf(600, 900),
    }),
  ),
  macCatalog(
    {
      name: 'Mac - Restrictions - iCloud and AirDrop',
      description: 'Company data stays out of private iCloud accounts.',
      to,
    },
    payload('com.apple.applicationaccess', 'com.apple.applicationaccess', {
      allowclouddocumentsync: 'false',
      allowclouddesktopanddocuments: 'false',
      allowcloudkeychainsync: 'false',
      allowcloudprivaterelay: 'false',
      allowairdrop: 'false',
      allowusbrestrictedmode: 'true',
    }),
  ),
]
