import * as z from 'zod'
import { policySync } from '../../src/operations/policy-sync/record'
import { policySources } from '../../src/shared/policy-sources'
import { AppError } from '../../src/shared/errors'
import { problem } from '../../src/http/problem'
import { parseBody } from '../../src/http/parse-request'
import { readRunId, readTenantKey } from '../../src/http/requests'
import { startBody } from '../../src/http/routes/runs'

const readStartBody = (text: string) => parseBody(startBody(policySync), text)

const codeOf = (work: () => unknown) => {
  try {
    work()
    return null
  } catch (error) {
    return (error as AppError).code
  }
}

test.each(['', '../x', 'a b', 'a/b', 'x'.repeat(129), '\0', undefined])('%j is not a tenant id', (value) => {
  expect(codeOf(() => readTenantKey(value))).toBe('tenant.invalid_id')
})

test.each(['6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11', 'contoso', 'clx1.tenant_2-x'])(
  '%s is a valid tenant id or key',
  (value) => {
    expect(readTenantKey(value)).toBe(value)
  },
)

test('a run id is a UUID, in any case', () => {
  expect(readRunId('6D0C7D0E-5F0E-4B57-9D2C-0D7F7A1F6C11')).toBe('6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11')
  expect(codeOf(() => readRunId('1'))).toBe('run.invalid_id')
})

test('a byte order mark before the body does not matter', () => {
  expect(readStartBody('\uFEFF{"force":true}')).toMatchObject({ force: true })
})

test('the body of a start may be empty', () => {
  expect(readStartBody(' ')).toEqual({ force: false, trailing: false })
  expect(readStartBody('{"force":true}')).toEqual({ force: true, trailing: false })
})

test('the body of a start has the input of its operation beside what every start may say', () => {
  const record = { input: z.strictObject({ setId: z.string(), scope: z.array(z.string()).default([]) }) }
  const read = (body: unknown) => parseBody(startBody(record), JSON.stringify(body))
  expect(read({ setId: 's', force: true })).toEqual({ force: true, trailing: false, setId: 's', scope: [] })
  expect(() => read({ setid: 's' })).toThrow('unknown "setid"; known are setId, scope, force, trailing')
})

test.each([
  ['{', 'request.invalid_json'],
  ['[]', 'request.invalid'],
  ['null', 'request.invalid'],
  ['{"force":"yes"}', 'request.invalid'],
  ['{"forced":true}', 'request.invalid'],
])('the body %s is refused as %s', (body, code) => {
  expect(codeOf(() => readStartBody(body))).toBe(code)
})

test.each([
  ['{"forced":true}', 'body: unknown "forced"; known are policies, force, trailing'],
  ['{"force":"yes"}', 'force: must be true or false'],
  ['[]', 'body: must be an object'],
  [
    '{"policies":[{"source":"intents","id":"x"},{"source":"intent","id":"y"}]}',
    `policies[1].source: must be one of ${policySources.join(', ')}`,
  ],
  ['{"policies":[{"source":"intents","id":"x","name":"n"}]}', 'policies[0]: unknown "name"'],
  ['{"policies":[]}', 'policies: must have at least one policy'],
])('%s is refused in words that say what is allowed', (text, says) => {
  expect(() => readStartBody(text)).toThrow(`The request is not valid: ${says}.`)
})

test('problem details contain a stable code and only our own message', () => {
  expect(problem(new AppError('tenant.unknown'))).toEqual({
    status: 404,
    headers: { 'content-type': 'application/problem+json' },
    jsonBody: {
      type: 'urn:tenantpilot:error:tenant.unknown',
      title: 'No tenant has this id.',
      status: 404,
      detail: 'No tenant has this id.',
      code: 'tenant.unknown',
    },
  })
  const bug = problem(new Error('password=hunter2'))
  expect(bug.status).toBe(500)
  expect(JSON.stringify(bug)).not.toContain('hunter2')
})

test('an unavailable database is answered with 503 and Retry-After', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  expect(problem(new Error('Failed query: select', { cause: refused }))).toMatchObject({
    status: 503,
    headers: { 'retry-after': '5' },
    jsonBody: { code: 'db.unavailable' },
  })
})
