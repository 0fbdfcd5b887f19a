import type { DataObject } from '../template'

const sense = 'mdm,microsoftSense'

/** Templates of endpoint security by the name in the portal: family, id (as `configurationPolicyTemplates` has it), channels. */
const kinds = {
  BitLocker: ['DiskEncryption', '46ddfc50-d10f-4867-b852-9434254b3bff', 'mdm'],
  'Microsoft Defender Antivirus': ['Antivirus', '804339ad-1553-4478-a742-138fb5807418', sense],
  'Microsoft Defender Antivirus exclusions': ['Antivirus', '45fea5e9-280d-4da1-9792-fb5736da0ca9', sense],
  'Attack Surface Reduction Rules': ['AttackSurfaceReduction', 'e8c053d6-9f95-42b1-a7f1-ebfd71c67a4b', sense],
  'Windows Firewall': ['Firewall', '6078910e-d808-4a9f-a51d-1b8a7bacb7c0', sense],
  'Windows Firewall Rules': ['Firewall', '19c8aa67-f286-4861-9aa0-f23541d31680', sense],
  'Local admin password solution (Windows LAPS)': ['AccountProtection', 'adc46e5a-f4aa-4ff6-aeff-4f27bc525796', 'mdm'],
  'Local user group membership': ['AccountProtection', '22968f54-45fa-486c-848e-f8224aa69772', 'mdm'],
  'Account Protection': ['AccountProtection', 'fcef01f2-439d-4c3f-9184-823fd6e97646', 'mdm'],
} as const

const linux = ['Antivirus', '4cfd164c-5e8a-4ea9-b15d-9aa71e4ffff4', 'microsoftSense'] as const

export type EndpointSecurity = keyof typeof kinds

/** What Graph says of a policy for Windows that was made from this template. */
export const endpointSecurity = (name: EndpointSecurity): DataObject => made(name, kinds[name])

export const linuxAntivirus: DataObject = made('Microsoft Defender Antivirus', linux)

function made(name: string, [family, id, technologies]: readonly [string, string, string]): DataObject {
  return {
    technologies,
    templateReference: {
      templateId: `${id}_1`,
      templateFamily: `endpointSecurity${family}`,
      templateDisplayName: name,
      templateDisplayVersion: 'Version 1',
    },
  }
}
