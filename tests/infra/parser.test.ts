import { readBicep } from './support/read-file'

test.each([
  ['a typing mistake in a keyword', "resorce a 'X/y@1' = {}\n"],
  ['a brace that is not closed', "resource a 'X/y@1' = { name: 'a'\n"],
  ['a spread', 'var a = { ...b }\n'],
  ['a typed variable', "var a string = 'x'\n"],
  ['resourceInput', "param a resourceInput<'X/y@1'>.properties\nvar b = a!\n"],
  ['a lambda', 'var a = map(b, x => x.c)\n'],
  ['a comma that is missing', "var a = ['b' 'c']\n"],
  ['safe access', 'var a = b.?c\n'],
  ['a nested resource', "resource a 'X/y@1' = {\n  name: 'a'\n  resource b 'z@1' = { name: 'b' }\n}\n"],
])('%s is refused with its place', async (_what, text) => {
  await expect(readBicep('one.bicep', text)).rejects.toThrow(/^one\.bicep:\d+:\d+: cannot be read/)
})

test('a resource is read with its condition, its properties and its strings', async () => {
  const file = await readBicep(
    'one.bicep',
    `extension microsoftGraphV1
// a comment with 'quotes'
@description('It\\'s one.')
@allowed(['a', 'b'])
param mode string = 'a'
resource one 'X/y@2024-01-01' = if (mode == 'a') {
  name: 'one-\${toLower(mode)}'
  'odd-name': [1, true, null]
}
resource many 'X/y@2024-01-01' existing = [for each in ['c']: {
  name: each
}]
`,
  )
  expect(file).toMatchObject({
    extensions: ['microsoftGraphV1'],
    parameters: [{ symbol: 'mode', type: 'string', description: "It's one.", decorators: [{ name: 'allowed' }] }],
    resources: [
      {
        symbol: 'one',
        type: 'X/y@2024-01-01',
        existing: false,
        condition: { kind: 'binary', operator: '==' },
        body: {
          properties: [
            { name: 'name', value: { kind: 'template', parts: ['one-', { kind: 'call', name: 'toLower' }] } },
            { name: 'odd-name', value: { kind: 'array', items: [{ value: 1 }, { value: true }, { value: null }] } },
          ],
        },
      },
      { symbol: 'many', existing: true, loop: { variable: 'each' } },
    ],
  })
})
