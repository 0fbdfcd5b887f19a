import { checkFile } from './support/check-file'
import { readBicep } from './support/read-file'
import { readResourceTypes } from './support/resource-types'

const types = readResourceTypes()
const queue = 'Microsoft.ServiceBus/namespaces/queues@2024-01-01'
const described = (text: string) => `@description('One.')\n${text}\n`
const usedModule = `module one 'part.bicep' = {
  name: 'one'
  params: { size: 1 }
}
`
const part = `${described('param size int')}${described("param name string = 'a'")}${described("output both string = '${name}${size}'")}`

/** What is wrong with a file beside which `part.bicep` stands. */
async function check(text: string): Promise<string[]> {
  const file = await readBicep('one.bicep', text)
  const files = new Map([
    ['one.bicep', file],
    ['part.bicep', await readBicep('part.bicep', part)],
  ] as const)
  return checkFile(file, new Map(files), types)
}

test('a module with all that it needs is right', async () => {
  expect(await check(usedModule)).toEqual([])
  expect(checkFile(await readBicep('part.bicep', part), new Map(), types)).toEqual([])
})

test.each([
  [
    'a parameter without a description',
    'param a string\nvar b = a\noutput c string = b\n',
    'one.bicep:1: a has no description',
  ],
  ['a parameter that nothing uses', described('param a string'), 'one.bicep:2: a is not used'],
  ['a variable that nothing uses', 'var a = 1\n', 'one.bicep:1: a is not used'],
  [
    'a name that stands for two things',
    `${described('param one string')}${described('output a string = one')}${usedModule}`,
    'one.bicep:5: one stands there twice',
  ],
  [
    'a default of another kind',
    `${described("param a int = '1'")}${described('output b int = a')}`,
    'one.bicep:2: is string, and must be int',
  ],
  ['a parameter that is not passed', usedModule.replace('{ size: 1 }', '{}'), 'one.bicep:1: does not pass size'],
  [
    'a parameter of another kind',
    usedModule.replace('size: 1', "size: 'a'"),
    'one.bicep:3: is string, and must be int',
  ],
  [
    'a parameter that is not there',
    usedModule.replace('size: 1', 'size: 1, sise: 2'),
    'one.bicep:3: part.bicep has no parameter sise',
  ],
  [
    'a file that is not there',
    usedModule.replace('part.bicep', 'parts.bicep'),
    'one.bicep:1: there is no file parts.bicep',
  ],
  [
    'a text that is not there',
    described("output a string = loadTextContent('queries/none.kql')"),
    'one.bicep:2: there is no file queries/none.kql',
  ],
  [
    'a part of a text that is not there',
    described("output a string = loadJsonContent('workbook.json').headings"),
    'one.bicep:2: has no headings, only heading, panels',
  ],
  [
    'an output that is not there',
    `${usedModule}${described('output a string = one.outputs.bth')}`,
    'one.bicep:6: has no bth, only both',
  ],
  [
    'an import that is not there',
    "import { a } from 'part.bicep'\nvar b = a()\n",
    'one.bicep:1: part.bicep exports no a',
  ],
  [
    'a function with too many arguments',
    described('output a bool = empty(1, 2)'),
    'one.bicep:2: empty takes other arguments',
  ],
  [
    'a condition that comes too late',
    `${usedModule}${usedModule.replace('one ', 'two ').replace('= {', "= if (one.outputs.both == 'a') {")}`,
    'one.bicep:5: must be known before anything is made',
  ],
  [
    'a name that comes too late',
    `${usedModule}var late = one.outputs.both\n${usedModule.replace('one ', 'two ').replace("name: 'one'", 'name: late')}`,
    'one.bicep:7: must be known before anything is made',
  ],
  ['a child without its parent', `resource a '${queue}' = {\n  name: 'b/c'\n}\n`, 'one.bicep:1: needs its parent'],
  [
    'an existing resource with properties',
    "resource a 'Microsoft.KeyVault/vaults@2024-11-01' existing = {\n  name: 'a'\n  location: 'b'\n}\nvar b = a.id\noutput c string = b\n",
    'one.bicep:3: an existing resource has no location',
  ],
  [
    'a property that is read-only',
    "resource a 'Microsoft.KeyVault/vaults@2024-11-01' existing = {\n  name: 'a'\n}\nresource l 'Microsoft.Authorization/locks@2020-05-01' = {\n  name: 'l'\n  scope: a\n  id: 'x'\n  properties: { level: 'ReadOnly' }\n}\n",
    'one.bicep:7: Lock.id is read-only',
  ],
  [
    'a registration without the extension',
    "resource a 'Microsoft.Graph/servicePrincipals@v1.0' = {\n  appId: 'a'\n}\n",
    'one.bicep:1: needs the line "extension microsoftGraphV1"',
  ],
])('%s is found', async (_what, text, says) => {
  expect(await check(text)).toContain(says)
})
