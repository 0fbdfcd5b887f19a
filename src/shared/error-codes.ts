/**
 * What happens next:
 * `retry_later` the run goes on by itself · `needs_administrator` somebody must act first · `conflict` the world moved,
 * ask again · `invalid_request` the caller must change the request · `bug` ours to mend.
 */
export type Category = 'retry_later' | 'needs_administrator' | 'conflict' | 'invalid_request' | 'bug'

interface Entry {
  category: Category
  /** HTTP status where the code is an answer to a request. */
  status?: number
  message: string
}

const registry = {
  'request.invalid_json': { category: 'invalid_request', status: 400, message: 'The request body is not valid JSON.' },
  'request.invalid': { category: 'invalid_request', status: 400, message: 'The request is not valid.' },
  'tenant.invalid_id': {
    category: 'invalid_request',
    status: 400,
    message: 'The tenant id is neither a UUID nor a key of the app (letters, digits, ".", "_", "-", at most 128).',
  },
  'tenant.unknown': { category: 'invalid_request', status: 404, message: 'No tenant has this id.' },
  'run.invalid_id': { category: 'invalid_request', status: 400, message: 'The run id is not a UUID.' },
  'run.unknown': { category: 'invalid_request', status: 404, message: 'No run has this id.' },
  'run.foreign': { category: 'invalid_request', status: 403, message: 'This run belongs to another tenant.' },
  'run.ended': { category: 'conflict', status: 409, message: 'The run has ended and can no longer be cancelled.' },
  'run.unknown_operation': { category: 'bug', message: 'No operation of this name is registered in this version.' },
  'run.invalid_input': { category: 'bug', message: 'The stored input does not fit the operation.' },
  'run.attempts_exhausted': { category: 'bug', message: 'The run failed in every attempt it was given.' },
  'message.unreadable': { category: 'bug', message: 'The message is not a run message of a version known here.' },
  'message.leftover': { category: 'bug', message: 'This message failed its run before; send a copy to try again.' },

  'graph.auth.invalid_client': {
    category: 'needs_administrator',
    message: 'Entra refused the client secret or certificate: renew it.',
  },
  'graph.auth.no_consent': {
    category: 'needs_administrator',
    message: 'The app has no consent in this tenant: an administrator must grant it.',
  },
  'graph.auth.app_disabled': {
    category: 'needs_administrator',
    message: 'The app or its service principal is disabled or missing in this tenant.',
  },
  'graph.auth.tenant_not_found': { category: 'needs_administrator', message: 'Entra does not know this tenant.' },
  'graph.auth.conditional_access': {
    category: 'needs_administrator',
    message: 'A Conditional Access policy of the tenant blocks this app.',
  },
  'graph.auth.wrong_authority': { category: 'bug', message: 'The token request went to the wrong authority.' },
  'graph.auth.failed': { category: 'needs_administrator', message: 'Entra refused to issue a token.' },
  'graph.auth.unavailable': { category: 'retry_later', message: 'Entra is temporarily unavailable.' },
  'graph.forbidden': { category: 'needs_administrator', message: 'Microsoft Graph refused: a permission is missing.' },
  'graph.not_licensed': { category: 'needs_administrator', message: 'The tenant is not licensed for this source.' },
  'graph.not_found': { category: 'conflict', message: 'Microsoft Graph does not have this object.' },
  'graph.bad_request': { category: 'bug', message: 'Microsoft Graph refused the request as malformed.' },
  'graph.throttled': { category: 'retry_later', message: 'Microsoft Graph is throttling this tenant.' },
  'graph.unavailable': { category: 'retry_later', message: 'Microsoft Graph does not answer properly at the moment.' },
  'graph.malformed': { category: 'retry_later', message: 'Microsoft Graph answered with something that is not JSON.' },
  'graph.paging': { category: 'retry_later', message: 'Microsoft Graph gave a list that does not end as it should.' },
  'graph.foreign_link': { category: 'bug', message: 'A next link leads to another host and was not followed.' },

  'sync.policy_unreadable': { category: 'bug', message: 'The policy has a form that cannot be read.' },
  'sync.incomplete': { category: 'retry_later', message: 'Fewer settings were read than the policy says it has.' },
  'sync.sweep_withheld': {
    category: 'conflict',
    message: 'More than half of the policies seem deleted: their rows are kept until the next full sync sees the same.',
  },

  'db.unavailable': {
    category: 'retry_later',
    status: 503,
    message: 'The database is away or busy; try again shortly.',
  },
  'search.too_slow': {
    category: 'invalid_request',
    status: 503,
    message: 'The search took too long and was ended: use longer or rarer words, or narrow it by source, type or time.',
  },
  'queue.unavailable': { category: 'retry_later', message: 'The queue is away; the message is sent when it is back.' },
  'internal.bug': { category: 'bug', status: 500, message: 'Something went wrong here that should not have.' },
} satisfies Record<string, Entry>

/** A stable code: answers, logs, rows and documents all use these words. */
export type ErrorCode = keyof typeof registry

export const errorCodes: Readonly<Record<ErrorCode, Entry>> = registry
