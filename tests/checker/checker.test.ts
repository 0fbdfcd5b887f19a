import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from './check'
import { readExports } from './exports'
import { SECRET, catalogs, rows, sources, tenant } from './fixture'
import type { Row } from './model'
import { tamper } from './tamper'

const judge = (given: Row[]) => check(tenant, sources, given, catalogs)
const kinds = (given: Row[]) => judge(given).findings.map(({ kind }) => kind)
const at = (path: string) => rows.find((row) => row.setting_path === path) as Row
const altered = (path: string, change: Partial<Row>) => rows.with(rows.indexOf(at(path)), { ...at(path), ...change })

test('the checker imports only Node and itself, so it shares no code with what it checks', () => {
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.ts'))
  const imported = files.flatMap((file) => {
    const text = readFileSync(join(__dirname, file), 'utf8')
    return [...text.matchAll(/^(?:import|export|\}).*? from '([^']+)'$|\b(?:require|import)\('([^']+)'/gm)].map(
      (match) => match[1] ?? match[2],
    )
  })
  expect(imported.length).toBeGreaterThan(20)
  expect(imported.filter((name) => !/^node:\w+(\/\w+)?$|^\.\/[\w-]+$/.test(name ?? ''))).toEqual([])
})

test('correct rows have no findings, and every value is counted', () => {
  expect(judge(rows)).toEqual({ findings: [], policies: 5, values: rows.length, found: rows.length, defined: 8 })
})

test('a missing row is found', () => {
  expect(judge(rows.filter((row) => row !== at('FW/fw_log'))).findings).toEqual([
    { kind: 'missing value', policy: `configurationPolicies/${sources[0]?.id}`, path: 'FW/fw_log', says: 'no row for 16384' },
  ]) // prettier-ignore
})

test('a policy without any row has all its values missing', () => {
  const left = judge(rows.filter((row) => row.source !== 'deviceConfigurations'))
  expect(left.findings.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'missing value'))
  expect(left.values - left.found).toBe(6)
})

test.each<[string, string, Partial<Row>, string[]]>([
  ['a wrong raw value', 'FW', { raw_value: '"fw_0"' }, ['raw value']],
  ['a raw value that is no JSON', 'FW', { raw_value: 'fw_1' }, ['raw value']],
  ['a raw value that is missing', 'FW', { raw_value: null }, ['raw value']],
  ['an option’s id instead of its label', 'FW', { setting_value: 'fw_1' }, ['value']],
  ['a label instead of an enumeration’s', 'passwordRequiredType', { setting_value: 'deviceDefault' }, ['value']],
  ['a wrong plain text', 'FW/fw_log', { setting_value: '16385' }, ['value']],
  ['a wrong list', 'rules/0/ports', { setting_value: '["81"]' }, ['value']],
  ['a list that is no JSON', 'rules/0/ports', { setting_value: '80' }, ['value']],
  ['base64 that is not decoded', 'payload', { setting_value: 'PHBsaXN0Lz4=' }, ['value', 'raw value']],
  ['another hash of what was packed', 'payload', { raw_value: '{"base64":true,"bytes":9}' }, ['raw value']],
  ['a wrong type', 'FW/fw_log', { setting_value_type: 'string' }, ['value type']],
  ['a secret that is no secret', 'omaSettings/.%2FS', { setting_value_type: 'string' }, ['value type']],
  ['a mask of another length', 'key', { setting_value: '****' }, ['value']],
  ['a fingerprint that is none', 'key', { raw_value: '{"secret":true}' }, ['raw value']],
  ['a secret that is shown', 'key', { setting_value: SECRET }, ['value', 'secret']],
  ['a secret in some other row', 'FW/fw_log', { setting_name: `LogSize ${SECRET}` }, ['name', 'secret']],
  ['a path that is not encoded', 'omaSettings/.%2FS', { setting_path: 'omaSettings/./S' }, ['missing value', 'row without source']],
  ['no display name', 'FW', { setting_name: 'Fw' }, ['name']],
  ['no parent’s name', 'FW/fw_log', { setting_name: 'LogSize' }, ['name']],
  ['a display name that is not collapsed', 'FW', { setting_name: 'Enable\n Firewall' }, ['name']],
  ['an id that is not made readable', 'device_vendor_msft_unknown_thing', { setting_name: 'device_vendor_msft_unknown_thing' }, ['name']],
  ['a property called something else', 'osMinimumVersion', { setting_name: 'Oldest version' }, ['name']],
  ['a mark where the name is its alone', 'key', { setting_name: 'Key [key]' }, ['name']],
  ['a mark that is not the definition’s', 'twin1', { setting_name: 'Twin (c)' }, ['name']],
  ['a name that another row has', 'twin1', { setting_name: 'Twin (b)' }, ['name', 'name not unique']],
  ['another definition', 'FW', { definition_id: 'fw_log' }, ['definition']],
  ['another category', 'FW', { category: 'Network' }, ['category']],
  ['a default that is none', 'osMinimumVersion', { is_default: true }, ['default']],
  ['no default that is one', 'passwordRequiredType', { is_default: false }, ['default']],
  ['a default of what has none', 'FW', { is_default: false }, ['default']],
  ['another policy name', 'FW', { policy_name: 'Fire' }, ['policy name']],
  ['another policy type', 'FW', { policy_type: 'configurationPolicy' }, ['policy type']],
  ['another tenant', 'FW', { tenant_id: 'tenant-2' }, ['tenant']],
  ['another source', 'FW', { source: 'intents' }, ['missing value', 'row without policy']],
  ['a row of the old system', 'FW', { source: null }, ['missing value', 'row without policy']],
  ['another policy', 'FW', { graph_policy_id: 'x' }, ['missing value', 'row without policy']],
])('%s', (_, path, change, found) => {
  expect(kinds(altered(path, change)).toSorted()).toEqual(found.toSorted())
}) // prettier-ignore

test.each([
  ['passwordRequiredType', true],
  ['osMinimumVersion', false],
])('%s may say default: %s', (path, is_default) => {
  expect(kinds(altered(path, { is_default }))).toEqual([])
})

test('a duplicate row, and a row that nobody set, are found', () => {
  expect(kinds([...rows, { ...at('key') }])).toEqual(['duplicate', 'name not unique'])
  expect(kinds([...rows, { ...at('key'), setting_path: 'other', setting_name: 'Other' }])).toEqual([
    'row without source',
  ])
})

test('a policy that sets nothing has one row that says so', () => {
  const empty = [{ collection: 'intents', id: 'x', policy: { id: 'x', displayName: 'E', settings: [] } }]
  const row = { ...at('FW'), source: 'intents', graph_policy_id: 'intents/x', policy_name: 'E', category: null }
  const says = {
    setting_path: '',
    setting_value: '',
    setting_value_type: 'empty',
    raw_value: '[]',
    definition_id: null,
  }
  const name = '(No settings configured)'
  expect(check(tenant, empty, [{ ...row, ...says, setting_name: name }], catalogs).findings).toEqual([])
  expect(check(tenant, empty, [], catalogs).findings).toHaveLength(1)
})

test('without catalogs names and labels are not checked, everything else is', () => {
  const unnamed = (given: Row[]) => check(tenant, sources, given).findings.filter(({ kind }) => kind !== 'value type')
  expect(unnamed(altered('FW', { setting_name: 'x', setting_value: 'y' }))).toEqual([])
  expect(unnamed(altered('FW', { raw_value: '1' }))).toHaveLength(1)
})

test('every alteration of a single row is found', () => {
  let state = 5
  const random = (n: number) => (state = (state * 48_271) % 2_147_483_647) % n
  const all = Array.from({ length: 500 }, () => tamper(rows, random))
  expect(all.filter((one) => judge(one.rows).findings.length === 0).map(({ was, is }) => ({ was, is }))).toEqual([])
})

describe('exports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'checker-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('files of any encoding are read, each policy into its collection, and other files are left out', () => {
    const put = (name: string, json: unknown, mark = '', encoding: BufferEncoding = 'utf8') =>
      writeFileSync(join(folder, name), Buffer.from(mark + JSON.stringify(json), encoding))
    put('1.json', { id: 'c', name: 'ü', platforms: 'windows10', settings: [{ settingInstance: {} }] }, '\ufeff', 'utf16le')
    put('2.json', { '@odata.type': '#microsoft.graph.macOSCompliancePolicy', displayName: 'm' }, '\ufeff')
    put('3.json', { value: [{ '@odata.type': '#microsoft.graph.iosGeneralDeviceConfiguration', id: 'd' }] })
    put('4.json', { displayName: 'i', settingsDelta: [] })
    put('5.json', { name: 'l', platforms: 'linux', technologies: 'linuxMdm', settings: [{ settingDefinitionId: 'linux_x' }] })
    put('6.json', { '@odata.type': '#microsoft.graph.windows10EnrollmentCompletionPageConfiguration' })
    put('7.json', { '@odata.type': '#microsoft.graph.winGetApp' })
    put('8.json', { groups: [] })
    expect(readExports(folder).map(({ collection, id }) => [collection, id])).toEqual([
      ['configurationPolicies', 'c'],
      ['deviceCompliancePolicies', null],
      ['deviceConfigurations', 'd'],
      ['intents', null],
      ['compliancePolicies', null],
    ])
  }) // prettier-ignore

  test('a policy without id is found by its name', () => {
    const nameless = sources.map((source) => ({ ...source, id: null }))
    const found = (given: Row[]) => check(tenant, nameless, given, catalogs).findings.map(({ kind }) => kind)
    expect(found(rows)).toEqual([])
    expect(found(altered('FW', { graph_policy_id: '11111111-1111-4111-8111-111111111112' }))).toEqual(['policy id'])
    expect(found(altered('scheduledActionsForRule', { graph_policy_id: 'x' }))).toEqual(['policy id'])
  })
})
