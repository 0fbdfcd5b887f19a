import { flattenedOma, oma } from './oma'

const uri = './Vendor/MSFT/Policy/Config/Wifi/Allow'
const path = 'omaSettings/.%2FVendor%2FMSFT%2FPolicy%2FConfig%2FWifi%2FAllow'

test.each([
  ['Integer', 5, ['number', '5', '5']],
  ['FloatingPoint', 0.5, ['number', '0.5', '0.5']],
  ['Boolean', false, ['boolean', 'false', 'false']],
  ['String', 'a', ['string', 'a', '"a"']],
  ['DateTime', '2026-01-05T08:00:00Z', ['string', '2026-01-05T08:00:00Z', '"2026-01-05T08:00:00Z"']],
])('omaSetting%s: the row is named by its OMA-URI and has the type of its value', (kind, value, row) => {
  const [found] = flattenedOma([oma(kind, uri, value)])
  expect(found).toMatchObject({ path, name: uri, definitionId: null })
  expect([found?.valueType, found?.value, found?.raw]).toEqual(row)
})

test.each(['Base64', 'StringXml'])('omaSetting%s is shown as the text it holds', (kind) => {
  const [found] = flattenedOma([oma(kind, uri, Buffer.from('<enabled/>').toString('base64'))])
  expect(found).toMatchObject({ path, value: '<enabled/>', valueType: 'string' })
  expect(JSON.parse(found?.raw ?? '')).toMatchObject({ base64: true, bytes: 10 })
})

test('text that only looks like base64 is left as it is', () => {
  expect(flattenedOma([oma('String', uri, 'QUJD')])[0]?.value).toBe('QUJD')
  expect(flattenedOma([oma('Base64', uri, 'no base64!')])[0]?.value).toBe('no base64!')
})

test('each other property of a setting is a row; empty properties and Graph’s own are not', () => {
  const more = {
    displayName: 'Wi-Fi',
    description: '',
    fileName: 'a.xml',
    isReadOnly: true,
    isEncrypted: false,
    id: '7',
  }
  const rows = flattenedOma([oma('Integer', uri, 1, { ...more, secretReferenceValueId: null })])
  expect(rows.map((row) => [row.path, row.name, row.value])).toEqual([
    [path, uri, '1'],
    [`${path}/displayName`, `${uri} > Display name`, 'Wi-Fi'],
    [`${path}/fileName`, `${uri} > File name`, 'a.xml'],
    [`${path}/isReadOnly`, `${uri} > Is read only`, 'true'],
  ])
})

describe('a secret', () => {
  const secret = (reference: string, value = '****') =>
    flattenedOma([oma('String', uri, value, { isEncrypted: true, secretReferenceValueId: reference })])

  test.each([
    ['encrypted', oma('String', uri, 'planted', { isEncrypted: true, secretReferenceValueId: 'planted-reference' })],
    ['encrypted XML', oma('StringXml', uri, 'PGEvPg==', { isEncrypted: true })],
    ['masked by Graph', oma('String', uri, '****')],
  ])('%s: masked', (_, setting) => {
    const rows = flattenedOma([setting])
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ path, name: uri, value: '********', valueType: 'secret' })
    expect(JSON.stringify(rows)).not.toMatch(/planted|PGEvPg/)
  })

  test('changes with Graph’s reference, because the mask stays the same', () => {
    expect(secret('a')).toEqual(secret('a'))
    expect(secret('b')[0]?.raw).not.toBe(secret('a')[0]?.raw)
    expect(secret('a', 'new')[0]?.raw).not.toBe(secret('a')[0]?.raw)
  })
})

test('an OMA-URI that occurs twice has two paths and names, which depend on neither order nor ids', () => {
  const settings = (ids: string[]) => [
    oma('Integer', uri, 1, { id: ids[0] }),
    oma('Integer', uri, 2, { id: ids[1] }),
    oma('Integer', './other', 3, { id: ids[2] }),
  ]
  const rows = flattenedOma(settings(['x', 'y', 'z']))
  expect(rows.map((row) => [row.path, row.value])).toEqual([
    ['omaSettings/.%2FVendor%2FMSFT%2FPolicy%2FConfig%2FWifi%2FAllow', '1'],
    ['omaSettings/.%2FVendor%2FMSFT%2FPolicy%2FConfig%2FWifi%2FAllow//2', '2'],
    ['omaSettings/.%2Fother', '3'],
  ])
  expect(new Set(rows.map((row) => row.name)).size).toBe(3)
  expect(flattenedOma(settings(['z', 'y', 'x']).toReversed())).toEqual(rows)
})

test.each([null, undefined, []])('%j holds no setting', (none) => {
  expect(flattenedOma(none).map((row) => row.path)).toEqual([''])
})

test.each(['x', [null], [{}], [{ omaUri: 5 }]])('%j fails the policy', (settings) => {
  expect(() => flattenedOma(settings)).toThrow(expect.objectContaining({ code: 'sync.policy_unreadable' }))
})
