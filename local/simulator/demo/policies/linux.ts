import { oneOf, type DataObject, type Template } from '../template'
import { linuxCatalog } from './catalog'
import { rule } from './rule'

const id = 'linux_mdatp_managed'
const to = ['SG-Intune-Linux-Developers']

const compliance = (name: string, description: string, days: number, settings: DataObject): Template => ({
  collection: 'compliancePolicies',
  name,
  description,
  to,
  properties: { scheduledActionsForRule: [rule(['block', days * 24], ['notification', 0])] },
  settings,
})

export const linux: readonly Template[] = [
  compliance('Linux - Compliance - Ubuntu - v1.1', 'Encrypted, and not older than Ubuntu 22.04.', 3, {
    linux_deviceencryption_required: 'true',
    linux_distribution_alloweddistros: [
      { _item_$type: 'ubuntu', _item_minimumversion: '22.04', _item_maximumversion: '24.04' },
    ],
  }),
  linuxCatalog(
    {
      name: 'Linux - Defender Antivirus - v1.0',
      description: 'Microsoft Defender on developer machines.',
      to,
      single: true,
    },
    {
      [`${id}_antivirusengine_enforcementlevel`]: 0,
      [`${id}_antivirusengine_behaviormonitoring`]: 1,
      [`${id}_antivirusengine_scanarchives`]: 'true',
      [`${id}_antivirusengine_scanafterdefinitionupdate`]: 'true',
      [`${id}_cloudservice_enabled`]: 'true',
      [`${id}_cloudservice_cloudblocklevel`]: 'high',
      [`${id}_cloudservice_automaticsamplesubmissionconsent`]: 'safe',
      [`${id}_cloudservice_diagnosticlevel`]: 1,
      [`${id}_antivirusengine_exclusions`]: [
        {
          _item_$type: [
            0,
            {
              [`${id}_antivirusengine_exclusions_item_path`]: '/var/lib/docker',
              [`${id}_antivirusengine_exclusions_item_isdirectory`]: 'true',
            },
          ],
        },
      ],
    },
  ),
  compliance('Linux - Compliance - Password - v1.0', 'Length and kinds of characters of passwords.', 1, {
    linux_passwordpolicy_minimumlength: oneOf(12, 14),
    linux_passwordpolicy_minimumdigits: 1,
    linux_passwordpolicy_minimumlowercase: 1,
    linux_passwordpolicy_minimumuppercase: 1,
    linux_passwordpolicy_minimumsymbols: oneOf(1, 0),
  }),
]
