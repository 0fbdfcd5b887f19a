import {
  definition,
  definitionValue,
  type Kind,
  presentation,
  presentationValue,
  properties,
  type ValueKind,
} from '../../collections/group-policy-configurations/objects'
import type { Json, JsonObject } from '../../json'
import { uuid } from '../../seed'
import type { Template } from '../template'

type Field = readonly [label: string, shownAs: Kind, kind: ValueKind, value: Json, items?: Record<string, string>]

/** A setting that is enabled, with its fields, or disabled. */
function setting(
  side: 'machine' | 'user',
  path: string,
  name: string,
  fields: readonly Field[] | 'disabled' = [],
): JsonObject {
  const id = (...what: string[]) => uuid('demo template', side, name, ...what)
  const about = definition(id(), side, path, name)
  if (fields === 'disabled') return definitionValue(id('value'), false, about)
  const values = fields.map(([label, shownAs, kind, value, items]) =>
    presentationValue(id(label, 'value'), kind, value, presentation(id(label), shownAs, label, items)),
  )
  return definitionValue(id('value'), true, about, values)
}

const policy = (name: string, description: string, to: readonly string[], definitionValues: JsonObject[]): Template => {
  const { policyConfigurationIngestionType } = properties(name)
  return {
    collection: 'groupPolicyConfigurations',
    name,
    description,
    to,
    properties: { policyConfigurationIngestionType: policyConfigurationIngestionType!, definitionValues },
  }
}

const explorer = '\\Windows Components\\Internet Explorer\\Internet Control Panel\\Security Page'
const autoPlay = '\\Windows Components\\AutoPlay Policies'
const office = '\\Microsoft Office 2016 (Machine)\\Updates'
const branches = {
  Current: 'Current Channel',
  MonthlyEnterprise: 'Monthly Enterprise Channel',
  SemiAnnual: 'Semi-Annual Enterprise Channel',
}

export const administrativeTemplates: readonly Template[] = [
  policy(
    'Win - Administrative templates - AutoPlay and zones',
    'From the time of Group Policy.',
    ['all devices'],
    [
      setting('machine', autoPlay, 'Turn off Autoplay', [
        [
          'Turn off Autoplay on:',
          'DropdownList',
          'Text',
          '255',
          { 181: 'CD-ROM and removable media drives', 255: 'All drives' },
        ],
      ]),
      setting('machine', autoPlay, 'Disallow Autoplay for non-volume devices'),
      setting('user', explorer, 'Site to Zone Assignment List', [
        [
          'Enter the zone assignments here.',
          'ListBox',
          'List',
          [
            { name: 'https://intranet.contoso.com', value: '1' },
            { name: 'https://contoso.sharepoint.com', value: '2' },
          ],
        ],
      ]),
    ],
  ),
  policy(
    'Win - Administrative templates - Microsoft 365 Apps updates',
    'Channel and deadline of Office.',
    ['SG-Intune-Windows-Broad'],
    [
      setting('machine', office, 'Update Channel', [
        ['Channel Name:', 'DropdownList', 'Text', 'MonthlyEnterprise', branches],
      ]),
      setting('machine', office, 'Update Deadline', [['Deadline:', 'TextBox', 'Text', '5']]),
      setting('machine', office, 'Hide option to enable or disable updates'),
      setting('machine', office, 'Enable Automatic Updates'),
      setting('machine', office, 'Hide update notifications', 'disabled'),
    ],
  ),
]
