import type { AppKey } from '../../src/shared/ids'
import * as fc from 'fast-check'
import { type SettingHit, searchSettings } from '../../src/search/settings'
import type { Position, SettingsQuery } from '../../src/search/conditions'
import { searchByIndex, scanInOrder } from '../../src/search/match-queries'
import { openReading, type Reading } from '../../local/postgres/reading'
import { addTenant, createTestDatabase, type TestDatabase } from '../support/database'

interface Row {
  tenant: string
  policyName: string
  settingName: string
  value: string
  category: string | null
  policyType: string
  source: string | null
  isDefault: boolean | null
  changedAt: string | null
}

let database: TestDatabase
let reading: Reading
let tenantKey: AppKey
let other: string
beforeAll(async () => {
  database = await createTestDatabase()
  tenantKey = database.tenant.appKey
  other = (await addTenant(database)).externalId
  reading = openReading(database.url, [tenantKey])
})
afterAll(async () => {
  await reading.close()
  await database.close()
})
beforeEach(async () => void (await database.sql`truncate policy_settings`))

const plain: Row = {
  tenant: '',
  policyName: 'Policy',
  settingName: 'Setting',
  value: 'Enabled',
  category: null,
  policyType: 'configurationPolicy',
  source: 'configurationPolicies',
  isDefault: null,
  changedAt: '2026-01-01T00:00:00.000Z',
}

async function store(rows: readonly Partial<Row>[]): Promise<void> {
  const all = rows.map((row, n) => ({ ...plain, tenant: tenantKey, n, ...row }))
  await database.sql`
    insert into policy_settings (id, tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
      setting_value_type, last_synced_at, source, category, is_default, changed_at)
    select 'id' || lpad(n::text, 6, '0'), tenant, 'p' || n, "policyName", "policyType", "settingName", value, 'string',
      '2026-02-03T04:05:06.789', source, category, "isDefault", "changedAt"
    from json_to_recordset(${JSON.stringify(all)}::text::json) as r(n int, tenant text, "policyName" text, "policyType" text,
      "settingName" text, value text, source text, category text, "isDefault" boolean, "changedAt" timestamptz)`
}

const everything: SettingsQuery = { words: [], valueWords: [], includeDefaults: false }
const search = (query: Partial<SettingsQuery>, { limit = 200, after = undefined as Position | undefined } = {}) =>
  searchSettings(reading.db, tenantKey, { query: { ...everything, ...query }, limit, after })
const names = (items: readonly SettingHit[]) => items.map((item) => item.settingName)

/** All pages, one after the other. */
async function pages(query: Partial<SettingsQuery>, limit: number): Promise<SettingHit[][]> {
  const all: SettingHit[][] = []
  let after: Position | undefined
  do {
    const { items, next } = await search(query, { limit, after })
    all.push(items)
    after = next ?? undefined
  } while (after)
  return all
}

/** The expected ids, by a simple filter. */
function expected(rows: readonly Row[], query: SettingsQuery): string[] {
  const lower = (text: string) => text.toLowerCase()
  const has = (row: Row, word: string) =>
    [row.policyName, row.settingName, row.category ?? '', row.value].some((text) => lower(text).includes(lower(word)))
  return rows
    .map((row, n) => ({ ...row, id: `id${String(n).padStart(6, '0')}` }))
    .filter((row) => row.tenant === tenantKey && (query.includeDefaults || row.isDefault !== true))
    .filter((row) => query.words.every((word) => has(row, word)))
    .filter((row) => query.valueWords.every((word) => lower(row.value).includes(lower(word))))
    .filter((row) => query.policyType === undefined || row.policyType === query.policyType)
    .filter((row) => query.source === undefined || row.source === query.source)
    .filter((row) => !query.changedSince || (row.changedAt !== null && new Date(row.changedAt) >= query.changedSince))
    .sort((a, b) => compare([a.policyName, a.settingName, a.id], [b.policyName, b.settingName, b.id]))
    .map((row) => row.id)
}

const compare = (a: string[], b: string[]) => Buffer.compare(Buffer.from(a.join('\0')), Buffer.from(b.join('\0')))

// few letters, so that words occur often; and characters that are special in patterns
const text = fc
  .array(fc.constantFrom('a', 'B', 'b', 'abc', 'BitLocker', '%', '_', '\\', ' ', "'", '\n', '1'), { maxLength: 5 })
  .map((parts) => parts.join(''))
const word = fc.constantFrom('a', 'b', 'ab', 'ABC', 'bitlocker', 'ckera', '%', '_', '\\', '\\%', 'b_', "'", 'nowhere')
const policyType = fc.constantFrom('configurationPolicy', 'compliancePolicy')
const source = fc.constantFrom('configurationPolicies', 'intents')
const day = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z')

const row = () =>
  fc.record({
    tenant: fc.constantFrom(tenantKey, tenantKey, tenantKey, other),
    policyName: text,
    settingName: text,
    value: text,
    category: fc.option(text),
    policyType,
    source: fc.option(source),
    isDefault: fc.option(fc.boolean()),
    changedAt: fc.option(day),
  })
const query = fc.record({
  words: fc.array(word, { maxLength: 2 }),
  valueWords: fc.array(word, { maxLength: 1 }),
  policyType: fc.option(policyType, { nil: undefined, freq: 1 }),
  source: fc.option(source, { nil: undefined, freq: 1 }),
  changedSince: fc.option(
    day.map((text) => new Date(text)),
    { nil: undefined, freq: 1 },
  ),
  includeDefaults: fc.boolean(),
})

test('a search finds the same rows as a simple filter, in order, each on one page', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row(), { maxLength: 40 }),
      query,
      fc.integer({ min: 1, max: 7 }),
      async (rows, query, limit) => {
        await database.sql`truncate policy_settings`
        await store(rows)
        const found = (await pages(query, limit)).flat().map((item) => `id${item.policyId.slice(1).padStart(6, '0')}`)
        expect(found).toEqual(expected(rows, query))
      },
    ),
    { numRuns: 120 },
  )
})

test('scanning in batches and searching by index find the same rows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row(), { minLength: 10, maxLength: 60 }),
      query,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 6, max: 12 }),
      async (rows, query, wanted, sample) => {
        await database.sql`truncate policy_settings`
        await store(rows)
        const right = expected(rows, query)
        await reading.db.transaction(async (tx) => {
          const scope = { tx, appKey: tenantKey, query }
          const scanned: string[] = []
          let scannedTo: Position | undefined
          do {
            const piece = await scanInOrder(scope, scannedTo, 1000, 7)
            scanned.push(...piece.positions.map(([, , id]) => id))
            scannedTo = piece.scannedTo
          } while (scannedTo)
          expect(scanned).toEqual(right)
          expect((await searchByIndex(scope, undefined, wanted, sample)).map(([, , id]) => id)).toEqual(
            right.slice(0, wanted),
          )
        })
      },
    ),
    { numRuns: 80 },
  )
})

test('a word is searched in policy name, setting name, category and value, each separately', async () => {
  await store([
    { settingName: 'a', policyName: 'My BitLocker' },
    { settingName: 'BITLOCKER b' },
    { settingName: 'c', category: 'Drives\\bitlocker' },
    { settingName: 'd', value: 'xBitLockerx' },
    { settingName: 'bit', value: 'locker' },
    { settingName: 'e' },
  ])
  expect(names((await search({ words: ['bitlocker'] })).items)).toEqual(['a', 'BITLOCKER b', 'c', 'd'])
  expect(names((await search({ words: ['bitlocker', 'drives'] })).items)).toEqual(['c'])
  expect(names((await search({ valueWords: ['locker'] })).items)).toEqual(['bit', 'd'])
})

test.each(['%', '_', '\\', '%%', '100%', 'a_b', '\\d', "'"])('%s is no wildcard', async (word) => {
  await store([
    { settingName: 'with', value: `x100%a_b\\d'%%` },
    { settingName: 'without', value: '100 aXb d' },
  ])
  expect(names((await search({ words: [word] })).items)).toEqual(['with'])
})

test('a word is found at the end of a value of 60,000 characters, and the value is shown cut', async () => {
  await store([{ value: `${'😀 filler '.repeat(7_500)}needle` }])
  const { items } = await search({ words: ['needle'], valueWords: ['NEEDLE'] })
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ valueCut: true })
  expect(Array.from(items[0]!.value)).toHaveLength(2_000)
})

test('a word of a thousand characters is found', async () => {
  const long = 'ab1'.repeat(333)
  await store([{ value: `x${long}y` }, { value: long.slice(1) }])
  expect((await search({ words: [long] })).items).toHaveLength(1)
})

test('umlauts: words are compared as the database lower-cases them', async () => {
  await store([{ value: 'Größe ändern' }])
  expect((await search({ words: ['GRÖẞE'] })).items).toHaveLength(1)
  expect((await search({ words: ['ÄNDE'] })).items).toHaveLength(1)
})

test('names of two thousand bytes fit into the indexes', async () => {
  const long = () => Array.from({ length: 500 }, () => String.fromCodePoint(0x10400 + Math.floor(Math.random() * 40)))
  await store([{ policyName: long().join(''), settingName: long().join('') }])
  expect((await search({})).items).toHaveLength(1)
})

test('defaults are left out unless asked for; rows of the old system are found', async () => {
  await store([
    { settingName: 'default', isDefault: true },
    { settingName: 'set', isDefault: false },
    { settingName: 'old', source: null, changedAt: null },
  ])
  expect(names((await search({})).items)).toEqual(['old', 'set'])
  expect(names((await search({ includeDefaults: true })).items)).toEqual(['default', 'old', 'set'])
  expect(names((await search({ changedSince: new Date('2025-01-01') })).items)).toEqual(['set'])
})

test('an item has all its members, times in UTC', async () => {
  await store([{ category: 'C', isDefault: false }])
  expect((await search({})).items).toEqual([
    {
      policyId: 'p0',
      policyName: 'Policy',
      policyType: 'configurationPolicy',
      source: 'configurationPolicies',
      settingName: 'Setting',
      settingPath: null,
      value: 'Enabled',
      valueCut: false,
      valueType: 'string',
      definitionId: null,
      category: 'C',
      isDefault: false,
      changedAt: '2026-01-01T00:00:00.000Z',
      lastSyncedAt: '2026-02-03T04:05:06.789Z',
    },
  ])
})

describe('a tenant of 30,000 rows, of which the last match', () => {
  beforeEach(() =>
    database.sql`
      insert into policy_settings (id, tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
        setting_value_type, last_synced_at, source)
      select t || n, t, 'p' || n, case when n > 15000 then 'Windows ' else 'Android ' end || lpad(n::text, 6, '0'), 'x',
        'S', case n when 29999 then 'unicorn zq' else 'v' end, 'string', now(), 's'
      from generate_series(1, 30000) n, unnest(array[${tenantKey}, ${other}]) t where n <= 20000 or t = ${tenantKey}
`.then(() => database.sql`analyze policy_settings`),
  )

  test('a common word after the first rows is found by index, page by page', async () => {
    const first = await search({ words: ['windows'] }, { limit: 3 })
    expect(first.items.map((item) => item.policyName)).toEqual(['Windows 015001', 'Windows 015002', 'Windows 015003'])
    const second = await search({ words: ['windows'] }, { limit: 2, after: first.next! })
    expect(second.items.map((item) => item.policyName)).toEqual(['Windows 015004', 'Windows 015005'])
  })

  test('a rare word, and two letters without an index, are found', async () => {
    expect((await search({ words: ['unicorn'] })).items.map((item) => item.policyName)).toEqual(['Windows 029999'])
    expect((await search({ words: ['zq'] })).items.map((item) => item.policyName)).toEqual(['Windows 029999'])
    expect(await search({ words: ['qz'] })).toEqual({ items: [], next: null })
  })
})
