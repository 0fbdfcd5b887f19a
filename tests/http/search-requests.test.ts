import type { AppError } from '../../src/shared/errors'
import { parseQuery } from '../../src/http/parse-request'
import {
  PoliciesParameters,
  SettingsParameters,
  toPoliciesRequest,
  toSettingsRequest,
} from '../../src/http/search-requests'
import { writeCursor } from '../../src/http/cursor'

const settings = (text: string, tenant = 't') =>
  toSettingsRequest(tenant, parseQuery(SettingsParameters, new URLSearchParams(text)))
const policies = (parameters: Iterable<[string, string]>) =>
  toPoliciesRequest('t', parseQuery(PoliciesParameters, parameters))
const refused = (work: () => unknown) => {
  try {
    work()
    return null
  } catch (error) {
    const { code, message } = error as AppError
    return `${code} ${message}`
  }
}

test('parameters that are not given have defaults', () => {
  expect(settings('')).toEqual({ query: { words: [], valueWords: [], includeDefaults: false }, limit: 50 })
  expect(policies(new URLSearchParams())).toEqual({
    query: { words: [], includeRemoved: false },
    limit: 50,
  })
})

test('all parameters are read', () => {
  const parameters = {
    q: ' two  words ',
    value: 'v',
    policyType: 'compliancePolicy',
    source: 'intents',
    changedSince: '2026-01-02T03:04:05+02:00',
    includeDefaults: 'true',
    limit: '200',
  }
  expect(settings(new URLSearchParams(parameters).toString())).toEqual({
    query: {
      words: ['two', 'words'],
      valueWords: ['v'],
      policyType: 'compliancePolicy',
      source: 'intents',
      changedSince: new Date('2026-01-02T01:04:05Z'),
      includeDefaults: true,
    },
    limit: 200,
  })
})

test.each([
  ['limit=0', 'limit'],
  ['limit=201', 'limit'],
  ['limit=1e2', 'limit'],
  ['limit=', 'limit'],
  ['includeDefaults=yes', 'includeDefaults'],
  ['includeRemoved=true', 'includeRemoved'],
  ['changedSince=yesterday', 'changedSince'],
  ['changedSince=2026-02-30', 'changedSince'],
  ['changedSince=0001-01-01', 'changedSince'],
  ['changedSince=9999-12-31T23:59:59-23:59', 'changedSince'],
  ['changedSince=2026-01-01T00:00:00', 'changedSince'],
  ['source=a%20b', 'source'],
  ['policyType=', 'policyType'],
  ['q=%00', 'q'],
  [`q=${'w%20'.repeat(13)}`, 'q'],
  [`q=${'w'.repeat(1001)}`, 'q'],
  ['wrods=x', 'wrods'],
  ['cursor=garbage', 'cursor'],
  ['cursor=', 'cursor'],
  [`cursor=${Buffer.from('{"at":["a"],"of":"x"}').toString('base64url')}`, 'cursor'],
])('%s is refused, and the message names the parameter', (text, name) => {
  expect(refused(() => settings(text))).toMatch(new RegExp(`^request.invalid .*${name}`))
})

test('a cursor works only with its own query', () => {
  const first = settings('q=a&limit=10')
  const cursor = writeCursor(['t', first.query], ['Policy', 'Setting ö', 'id'])!
  expect(settings(`limit=20&q=a&cursor=${cursor}`).after).toEqual(['Policy', 'Setting ö', 'id'])
  expect(refused(() => settings(`q=b&cursor=${cursor}`))).toContain('another query')
  expect(refused(() => settings(`q=a&includeDefaults=true&cursor=${cursor}`))).toContain('another query')
  expect(refused(() => settings(`q=a&cursor=${cursor}`, 'another tenant'))).toContain('another query')
  expect(writeCursor(['t', first.query], null)).toBeNull()
})

test.each([
  ['query', 'x', 'parameters: unknown "query"; known are q, policyType, source, includeRemoved, limit, cursor'],
  ['includeRemoved', 'yes', 'includeRemoved: must be true or false'],
  ['limit', '0', 'limit: must be a whole number from 1 to 200'],
  ['source', 'a b', 'source: must be 1 to 128 letters'],
])('%s=%s is refused in words that say what is allowed', (name, value, says) => {
  expect(() => policies([[name, value]])).toThrow(says)
})

test('a parameter that is given twice is refused', () => {
  expect(() => settings('q=a&q=b')).toThrow('"q" is given twice')
})
