/** An area of settings: the category of its definitions, and names for its policies. */
export interface Area {
  slug: string
  /** The category path as in the portal, outermost first. */
  category: string
  platform: 'windows10' | 'macOS' | 'iOS'
  topics: readonly [string, ...string[]]
}

export const areas: readonly [Area, ...Area[]] = [
  {
    slug: 'bitlocker',
    category: '\\Windows Components\\BitLocker Drive Encryption',
    platform: 'windows10',
    topics: ['BitLocker - Silent encryption', 'BitLocker - Recovery keys'],
  },
  {
    slug: 'defender',
    category: '\\Windows Components\\Microsoft Defender Antivirus',
    platform: 'windows10',
    topics: ['Defender - Antivirus', 'Defender - Exclusions'],
  },
  {
    slug: 'firewall',
    category: '\\Network\\Windows Firewall',
    platform: 'windows10',
    topics: ['Firewall - Domain profile', 'Firewall - Rules'],
  },
  {
    slug: 'edge',
    category: '\\Microsoft Edge',
    platform: 'windows10',
    topics: ['Edge - Hardening', 'Edge - Startup pages'],
  },
  {
    slug: 'devicelock',
    category: '\\Device Lock',
    platform: 'windows10',
    topics: ['Password - Standard', 'Password - Kiosk'],
  },
  {
    slug: 'update',
    category: '\\Windows Components\\Windows Update',
    platform: 'windows10',
    topics: ['Update ring - Pilot', 'Update ring - Broad'],
  },
  {
    slug: 'office',
    category: '\\Microsoft Office 2016\\Security Settings',
    platform: 'windows10',
    topics: ['Office - Macros', 'Office - Trust center'],
  },
  {
    slug: 'wifi',
    category: '\\Network\\Wi-Fi',
    platform: 'windows10',
    topics: ['Wi-Fi - Corporate', 'Wi-Fi - Guests'],
  },
  { slug: 'laps', category: '\\LAPS', platform: 'windows10', topics: ['LAPS - Rotation', 'LAPS - Servers'] },
  {
    slug: 'filevault',
    category: '\\Full Disk Encryption\\FileVault',
    platform: 'macOS',
    topics: ['FileVault - Standard', 'FileVault - Executives'],
  },
  {
    slug: 'gatekeeper',
    category: '\\System Policy\\Gatekeeper',
    platform: 'macOS',
    topics: ['Gatekeeper - Standard', 'Gatekeeper - Developers'],
  },
  {
    slug: 'restrictions',
    category: '\\Restrictions',
    platform: 'iOS',
    topics: ['Restrictions - Shared', 'Restrictions - Personal'],
  },
]

/** Names of settings. */
export const subjects: readonly [string, ...string[]] = [
  'Require encryption', 'Allow standby', 'Recovery options', 'Minimum length', 'Blocked applications', 'Startup page', 'Hidden folders',
  'Scan schedule', 'Cloud protection', 'Sample submission', 'Certificate store', 'Server addresses', 'Idle time', 'Sync accounts',
  'Download mode', 'Deferral period', 'Active hours', 'Trusted publishers', 'Network scope', 'Key rotation', 'Audit mode', 'Notifications',
  'Removable storage', 'Guest access',
] // prettier-ignore
