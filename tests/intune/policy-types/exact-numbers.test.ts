import { contentHash } from '../../../src/intune/policy-types/content-hash'
import { deviceConfigurations } from '../../../src/intune/policy-types/device-configurations/index'
import { intents } from '../../../src/intune/policy-types/intents/index'
import type { PolicyType } from '../../../src/intune/policy-types/policy-type'
import { packRaw, unpackRaw } from '../../../src/intune/reading/raw'
import { gunzipSync } from 'node:zlib'
import { collect, open } from '../../graph/support/open'

/** Reads the only policy of a list that Graph writes as this text, and its settings as that one. */
async function read(type: PolicyType, policy: string, settings = '[]') {
  const textOf = (url: string) => `{"value":${url.includes('/settings') ? settings : `[${policy}]`}}`
  await using rig = await open(({ url, body }) => {
    if (!url.endsWith('$batch')) return { text: textOf(url) }
    const { requests } = body as { requests: { id: string; url: string }[] }
    const answers = requests.map(({ id, url: inner }) => `{"id":"${id}","status":200,"body":${textOf(inner)}}`)
    return { text: `{"responses":[${answers.join(',')}]}` }
  })
  const [page] = await collect(rig.graph.pages({ version: 'beta', path: type.path }))
  const { full } = await type.readFull(type.parse(page!.value[0]), rig.graph)
  const rows = type.flatten(
    full,
    () => undefined,
    () => '',
  )
  return { full, values: new Map(rows.map(({ path, value, raw, valueType }) => [path, [value, raw, valueType]])) }
}

const configuration = (
  big: string,
) => `{"id":"a","displayName":"A","@odata.type":"#microsoft.graph.windows10CustomConfiguration",
  "assignments":[],"limits":{"ratio":1.10,"list":[1,2.50]},"omaSettings":[{"omaUri":"./A","value":${big}}]}`

test('point 19: rows, raw and reflatten have every number as Graph wrote it', async () => {
  const big = '12345678901234567890'
  const { full, values } = await read(deviceConfigurations, configuration(big))
  expect(values.get('omaSettings/.%2FA')).toEqual([big, big, 'number'])
  expect(values.get('limits/ratio')).toEqual(['1.10', '1.10', 'number'])
  expect(values.get('limits/list')).toEqual(['[1,2.50]', '[1,2.50]', 'array'])
  const raw = await packRaw(full)
  expect(gunzipSync(raw).toString()).toContain(`"ratio":1.10,"list":[1,2.50]`)
  const again = await unpackRaw(raw)
  expect((await packRaw(again)).equals(raw)).toBe(true)
  expect(contentHash(deviceConfigurations, again)).toBe(contentHash(deviceConfigurations, full))
  const other = await read(deviceConfigurations, configuration('12345678901234567891'))
  expect(contentHash(deviceConfigurations, other.full)).not.toBe(contentHash(deviceConfigurations, full))
})

test('point 19: an intent’s value, which is JSON in a text, keeps its literal too', async () => {
  const settings = `[{"id":"s","definitionId":"d","valueJson":"1.10"},{"id":"t","definitionId":"e","valueJson":"[9007199254740993]"}]`
  const { values } = await read(intents, '{"id":"a","displayName":"A","assignments":[],"count":7.0}', settings)
  expect(values.get('d')).toEqual(['1.10', '1.10', 'number'])
  expect(values.get('e')).toEqual(['[9007199254740993]', '[9007199254740993]', 'array'])
})
