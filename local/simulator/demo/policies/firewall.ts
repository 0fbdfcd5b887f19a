import { oneOf, type Template } from '../template'
import { windowsCatalog } from './catalog'

const id = 'vendor_msft_firewall_mdmstore'
const rule = `${id}_firewallrules_{firewallrulename}`

/** The settings of one network profile. */
const profile = (name: string, localRules: boolean) => ({
  [`${id}_${name}_enablefirewall`]: [
    'true',
    {
      [`${id}_${name}_defaultinboundaction`]: 1,
      [`${id}_${name}_defaultoutboundaction`]: 0,
      [`${id}_${name}_disableinboundnotifications`]: oneOf('true', 'false'),
      [`${id}_${name}_allowlocalpolicymerge`]: localRules ? 'true' : 'false',
      [`${id}_${name}_enablelogdroppedpackets`]: 'true',
    },
  ],
})

const inbound = (name: string, ports: readonly string[], more = {}) => ({
  _name: name,
  _enabled: 1,
  _direction: 'in',
  _action_type: 1,
  _protocol: 6,
  _localportranges: ports,
  _profiles: [1],
  ...more,
})

export const firewall: readonly Template[] = [
  windowsCatalog(
    {
      name: 'Win - Firewall - Profiles - v2.2',
      description: 'The Windows firewall is on in all networks; local rules count in the domain only.',
      security: 'Windows Firewall',
      to: ['all devices | not Win - Virtual machines'],
    },
    { ...profile('domainprofile', true), ...profile('privateprofile', false), ...profile('publicprofile', false) },
  ),
  windowsCatalog(
    {
      name: 'Win - Firewall - Rules - Remote support',
      description: 'What the service desk needs to reach a device in the office.',
      security: 'Windows Firewall Rules',
      to: ['SG-Intune-Windows-Broad'],
    },
    {
      [rule]: [
        inbound('Remote Desktop from jump hosts', ['3389'], {
          _remoteaddressranges: oneOf(['10.20.0.0/24'], ['10.40.0.0/24', '10.41.0.0/24']),
        }),
        inbound('WinRM from management', ['5985', '5986'], { _remoteaddressranges: ['10.20.8.0/24'] }),
        inbound('Contoso inventory agent', ['9443'], {
          _app_filepath: '%ProgramFiles%\\Contoso\\Inventory\\agent.exe',
        }),
      ],
    },
  ),
  windowsCatalog(
    {
      name: 'Win - Firewall - Rules - Block SMB outbound',
      description: 'SMB only inside the company network.',
      security: 'Windows Firewall Rules',
      to: ['SG-Intune-Windows-Pilot'],
    },
    {
      [rule]: [
        {
          _name: 'Block SMB to the internet',
          _enabled: 1,
          _direction: 'out',
          _action_type: 0,
          _protocol: 6,
          _remoteportranges: ['445'],
          _profiles: [2, 4],
        },
      ],
    },
  ),
]
