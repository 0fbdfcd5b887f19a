import { toGraphError } from '../../../src/graph/transport/errors'
import type { ErrorCode } from '../../../src/shared/error-codes'

function body(code: string, message = 'private-detail', requestId = 'b31c83fd-944c-4663-aa50-5d9ceb367e19') {
  return { error: { code, message, innerError: { 'request-id': requestId } } }
}

const cases: [number, unknown, ErrorCode][] = [
  [400, body('BadRequest'), 'graph.bad_request'],
  [400, body('ResourceNotFound'), 'graph.not_found'],
  [400, body('BadRequest', 'Request not applicable to target tenant.'), 'graph.not_licensed'],
  [401, body('InvalidAuthenticationToken'), 'graph.auth.failed'],
  [401, body('Forbidden'), 'graph.refused'],
  [401, body('UnknownError', '{"ErrorCode":"Forbidden","Message":"private-detail"}'), 'graph.refused'],
  [401, undefined, 'graph.refused'],
  [403, body('Forbidden'), 'graph.forbidden'],
  [403, body('Forbidden', 'Your tenant does not have a premium license.'), 'graph.not_licensed'],
  [403, body('AccessDenied', 'Tenant is not licensed for this feature.'), 'graph.not_licensed'],
  [404, body('ResourceNotFound'), 'graph.not_found'],
  [404, '<html>', 'graph.unavailable'],
  [410, undefined, 'graph.not_found'],
  [409, body('Conflict'), 'graph.bad_request'],
  [429, body('TooManyRequests'), 'graph.throttled'],
  [500, undefined, 'graph.unavailable'],
  [501, '<html>', 'graph.unavailable'],
]

test.each(cases)('%i %j is %s', (status, answer, code) => {
  const error = toGraphError({ status, body: answer })
  expect(error.code).toBe(code)
  expect(error.message).not.toContain('private-detail')
})

test('a 403 message names the missing permission, the code and the request id', () => {
  const permission = 'DeviceManagementConfiguration.Read.All'
  const error = toGraphError({ status: 403, body: body('Forbidden'), permission })
  expect(error.message).toBe(
    'Microsoft Graph refused the request: the app lacks a permission (HTTP 403, Forbidden, ' +
      'request-id b31c83fd-944c-4663-aa50-5d9ceb367e19). Needed: DeviceManagementConfiguration.Read.All.',
  )
})

test('a message contains no text that is not a short identifier', () => {
  const error = toGraphError({
    status: 400,
    body: body('Bad Request: Bearer x', '', 'a b\nc'),
    requestId: 'x'.repeat(65),
  })
  expect(error.message).toBe('Microsoft Graph refused the request (HTTP 400).')
})
