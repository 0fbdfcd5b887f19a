import { AuthenticationRequiredError, CredentialUnavailableError } from '@azure/identity'
import { toAuthError, type TokenRefusal } from '../../../src/graph/auth/errors'
import type { ErrorCode } from '../../../src/shared/error-codes'

const cases: [string, TokenRefusal, ErrorCode][] = [
  ['wrong secret', { status: 401, error: 'invalid_client', errorCodes: [7000215] }, 'graph.auth.invalid_client'],
  ['expired secret', { status: 401, error: 'invalid_client', errorCodes: [7000222] }, 'graph.auth.invalid_client'],
  ['federated subject', { status: 400, error: 'invalid_request', errorCodes: [700213] }, 'graph.auth.invalid_client'],
  ['app not in tenant', { status: 400, error: 'unauthorized_client', errorCodes: [700016] }, 'graph.auth.no_consent'],
  ['app disabled', { status: 401, error: 'unauthorized_client', errorCodes: [7000112] }, 'graph.auth.app_disabled'],
  ['unknown tenant', { status: 400, error: 'invalid_request', errorCodes: [90002] }, 'graph.auth.tenant_not_found'],
  ['policy', { status: 400, error: 'invalid_grant', errorCodes: [53003] }, 'graph.auth.conditional_access'],
  ['wrong authority', { status: 400, error: 'invalid_request', errorCodes: [50194] }, 'graph.auth.wrong_authority'],
  ['transient number', { status: 400, error: 'invalid_request', errorCodes: [90033] }, 'graph.auth.unavailable'],
  [
    'transient OAuth error before number',
    { status: 400, error: 'temporarily_unavailable', errorCodes: [7000215] },
    'graph.auth.unavailable',
  ],
  ['status before number', { status: 503, error: 'invalid_client', errorCodes: [7000215] }, 'graph.auth.unavailable'],
  [
    'unknown number, known OAuth error',
    { status: 401, error: 'invalid_client', errorCodes: [1234567] },
    'graph.auth.invalid_client',
  ],
  ['nothing known', { status: 400, error: 'strange', errorCodes: [1234567] }, 'graph.auth.failed'],
]

test.each(cases)('%s', (_, refusal, code) => {
  expect(toAuthError(new Error('whatever'), refusal)).toMatchObject({ code })
})

test('without an answer the error’s text is searched, and not shown', () => {
  const text = 'unauthorized_client: AADSTS700016: Application with identifier secret-text was not found.'
  const error = toAuthError(new AuthenticationRequiredError({ scopes: ['x'], message: text }), undefined)

  expect(error.code).toBe('graph.auth.no_consent')
  expect(error.message).toBe(
    'The app has no consent in this tenant. An administrator must grant it. (unauthorized_client, AADSTS700016)',
  )
})

test('a managed identity that does not answer is transient', () => {
  const error = toAuthError(new CredentialUnavailableError('No metadata service.'), undefined)
  expect(error.code).toBe('graph.auth.unavailable')
})

test('an OAuth error that is not an identifier is not shown', () => {
  const refusal = { status: 400, error: '<b>Bearer eyJabc</b>', errorCodes: [7000215] }
  expect(toAuthError(new Error('x'), refusal).message).not.toContain('Bearer')
})
