import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { list, start, tenantId } from '../local/simulator/harness'
import { product } from './support/product'
import { expectComplete } from './support/expect-complete'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'traps-exports-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const text = 'Zürich – 名前 😀'
const policy = (name: string) => ({
  name,
  settings: [
    {
      settingInstance: {
        '@odata.type': '#microsoft.graph.deviceManagementConfigurationSimpleSettingInstance',
        settingDefinitionId: 'note',
        simpleSettingValue: { value: `${text} ${name}` },
      },
    },
  ],
})

test.each([
  ['UTF-16LE, as PowerShell writes it', 'utf16le', '\ufeff', [0xff, 0xfe]],
  ['UTF-8 with a byte order mark', 'utf8', '\ufeff', [0xef, 0xbb, 0xbf]],
  ['UTF-8 without one', 'utf8', '', ['{'.charCodeAt(0)]],
] as const)(
  'exports in %s: every policy of the folder is served with its exact texts',
  async (_, encoding, mark, begin) => {
    mkdirSync(join(folder, 'deep', 'er'), { recursive: true })
    const bytes = (name: string) => Buffer.from(mark + JSON.stringify(policy(name)), encoding)
    expect([...bytes('a').subarray(0, begin.length)]).toEqual(begin)
    writeFileSync(join(folder, 'a.json'), bytes('a'))
    writeFileSync(join(folder, 'deep', 'er', 'b.JSON'), bytes('b'))
    const simulator = await start({ tenants: [{ entraTenantId: tenantId, data: folder }] })
    expect(simulator.loaded[tenantId]).toMatchObject({ served: { configurationPolicies: 2 }, notServed: [] })
    expect((await simulator.all(list)).map(({ name }) => name)).toEqual(['a', 'b'])
    const synced = await product(simulator).sync()
    expectComplete(simulator, synced)
    const values = [...synced.policies.values()].flatMap(({ rows }) => rows.map(({ value }) => value))
    expect(values.sort()).toEqual([`${text} a`, `${text} b`])
  },
)
