import { uuid } from '../../seed'
import type { Sample } from '../record'
import { definition, definitionValue, presentation, presentationValue, properties } from './objects'

const id = (what: string) => uuid('sample', 'groupPolicyConfigurations', what)
const path = (setting: string, field?: string) =>
  ['definitionValues', id(setting), ...(field === undefined ? [] : [id(field)])].join('/')

const updatePath = '\\Windows Components\\Windows Update'
const playPath = '\\Windows Components\\AutoPlay Policies'
const schedules = { 3: '3 - Auto download and notify for install', 4: '4 - Auto download and schedule the install' }

const updates = definitionValue(
  id('value of updates'),
  true,
  definition(id('updates'), 'machine', updatePath, 'Configure Automatic Updates'),
  [
    presentationValue(id('value 1'), 'Text', '4', presentation(id('mode'), 'DropdownList', 'Configure updating:', schedules)), // prettier-ignore
    presentationValue(
      id('value 2'),
      'Boolean',
      true,
      presentation(id('maintenance'), 'CheckBox', 'Also in maintenance'),
    ),
    presentationValue(id('value 3'), 'Decimal', 3, presentation(id('days'), 'DecimalTextBox', 'Every (days):')),
    presentationValue(
      id('value 4'),
      'LongDecimal',
      8_589_934_592,
      presentation(id('bytes'), 'DecimalTextBox', 'Bytes:'),
    ),
    presentationValue(id('value 5'), 'Text', 'https://wsus.example', presentation(id('server'), 'TextBox', null)),
    presentationValue(id('value 6'), 'Text', 'Weekly', presentation(id('ring'), 'ComboBox', 'Ring : ')),
  ],
)

const zones = definitionValue(
  id('value of zones'),
  true,
  definition(id('zones'), 'user', '\\Windows Components\\Internet Explorer', 'Site to Zone Assignment List'),
  [
    presentationValue(
      id('value 7'),
      'List',
      [
        { name: 'https://contoso.example', value: '1' },
        { name: '*.fabrikam.example', value: null },
      ],
      presentation(id('sites'), 'ListBox', 'Enter the zone assignments here.'),
    ),
    presentationValue(id('value 8'), 'MultiText', ['C:\\One', 'C:\\Two'], presentation(id('paths'), 'MultiTextBox', 'Paths:')), // prettier-ignore
  ],
)

/** One definition for computers and one for users have the same name. */
export const sample: Sample = {
  policy: {
    id: id('policy'),
    ...properties('Administrative templates - Sample'),
    definitionValues: [
      updates,
      zones,
      definitionValue(id('value of drives'), true, definition(id('drives'), 'machine', playPath, 'Turn off Autoplay')),
      definitionValue(id('value of media'), false, definition(id('media'), 'user', playPath, 'Turn off Autoplay')),
    ],
    assignments: [],
  },
  policyName: 'Administrative templates - Sample',
  policyType: 'groupPolicyConfiguration',
  rows: [
    [path('updates'), 'Enabled'],
    [path('updates', 'mode'), '4 - Auto download and schedule the install'],
    [path('updates', 'maintenance'), 'true'],
    [path('updates', 'days'), '3'],
    [path('updates', 'bytes'), '8589934592'],
    [path('updates', 'server'), 'https://wsus.example'],
    [path('updates', 'ring'), 'Weekly'],
    [path('zones', 'sites'), '["https://contoso.example = 1","*.fabrikam.example"]'],
    [path('zones', 'paths'), '["C:\\\\One","C:\\\\Two"]'],
    [path('drives'), 'Enabled'],
    [path('media'), 'Disabled'],
  ],
  settingNames: [
    'Configure Automatic Updates',
    'Configure Automatic Updates > Configure updating',
    'Configure Automatic Updates > Text box',
    'Configure Automatic Updates > Ring',
    'Site to Zone Assignment List > Enter the zone assignments here.',
    'Turn off Autoplay (Computer\\Windows Components\\AutoPlay Policies)',
    'Turn off Autoplay (User\\Windows Components\\AutoPlay Policies)',
  ],
  secrets: [],
}
