/**
 * What happens next: `retry_later` the run is retried automatically · `needs_administrator` an administrator must act
 * first · `conflict` the state has changed, ask again · `invalid_request` the caller must change the request · `bug` we
 * must fix the code.
 */
export type Category = 'retry_later' | 'needs_administrator' | 'conflict' | 'invalid_request' | 'bug'

interface Entry {
  category: Category
  /** HTTP status, for codes that answer a request. */
  status?: number
  message: string
}

const registry = {
  'request.invalid_json': { category: 'invalid_request', status: 400, message: 'The request body is not valid JSON.' },
  'request.invalid': { category: 'invalid_request', status: 400, message: 'The request is not valid.' },
  'tenant.invalid_id': {
    category: 'invalid_request',
    status: 400,
    message:
      'The tenant id must be a UUID or the tenant\'s key in the app (letters, digits, ".", "_", "-", at most 128).',
  },
  'tenant.unknown': { category: 'invalid_request', status: 404, message: 'No tenant has this id.' },
  'run.invalid_id': { category: 'invalid_request', status: 400, message: 'The run id must be a UUID.' },
  'run.unknown': { category: 'invalid_request', status: 404, message: 'No run has this id.' },
  'run.foreign': { category: 'invalid_request', status: 403, message: 'This run belongs to another tenant.' },
  'run.ended': { category: 'conflict', status: 409, message: 'The run has ended and can no longer be cancelled.' },
  'run.unknown_operation': { category: 'bug', message: 'This version has no operation of this name.' },
  'run.invalid_input': { category: 'bug', message: 'The stored input of the run does not match the operation.' },
  'run.attempts_exhausted': {
    category: 'bug',
    message: 'All attempts of the run failed. Look into the log, then start it again.',
  },
  'message.unreadable': {
    category: 'bug',
    message: 'The message is not a run message of a version that this worker supports.',
  },
  'message.leftover': {
    category: 'bug',
    message: 'This message has already failed its run. To try again, send a copy of it.',
  },

  'graph.auth.invalid_client': {
    category: 'needs_administrator',
    message: 'Entra refused the client secret or certificate. Renew it.',
  },
  'graph.auth.no_consent': {
    category: 'needs_administrator',
    message: 'The app has no consent in this tenant. An administrator of the tenant must grant it.',
  },
  'graph.auth.app_disabled': {
    category: 'needs_administrator',
    message:
      'The app or its service principal is disabled or missing in this tenant. Enable it or grant consent again.',
  },
  'graph.auth.tenant_not_found': {
    category: 'needs_administrator',
    message: 'Entra does not know this tenant. Check the tenant id.',
  },
  'graph.auth.conditional_access': {
    category: 'needs_administrator',
    message: 'A Conditional Access policy of the tenant blocks this app. Exclude the app from the policy.',
  },
  'graph.auth.wrong_authority': {
    category: 'bug',
    message: 'The token request went to the wrong authority. Check AZURE_AUTHORITY_HOST.',
  },
  'graph.auth.failed': {
    category: 'needs_administrator',
    message: 'Entra refused to issue a token. Check the app registration and its credential.',
  },
  'graph.auth.unavailable': { category: 'retry_later', message: 'Entra is temporarily unavailable.' },
  'graph.forbidden': {
    category: 'needs_administrator',
    message: 'Microsoft Graph refused the request: the app lacks a permission. Grant it in the tenant.',
  },
  'graph.not_licensed': { category: 'needs_administrator', message: 'The tenant is not licensed for this source.' },
  'graph.not_found': { category: 'conflict', message: 'Microsoft Graph does not have this object.' },
  'graph.bad_request': { category: 'bug', message: 'Microsoft Graph rejected the request as malformed.' },
  'graph.throttled': { category: 'retry_later', message: 'Microsoft Graph is throttling this tenant.' },
  'graph.unavailable': { category: 'retry_later', message: 'Microsoft Graph is temporarily unavailable.' },
  'graph.malformed': { category: 'retry_later', message: 'Microsoft Graph sent an answer that is not valid JSON.' },
  'graph.paging': {
    category: 'retry_later',
    message: 'Microsoft Graph sent a list whose page links repeat or do not end.',
  },
  'graph.foreign_link': {
    category: 'bug',
    message: 'Microsoft Graph sent a link to another host. It was not followed.',
  },

  'sync.policy_unreadable': { category: 'bug', message: 'The policy has a structure that this version cannot read.' },
  'sync.incomplete': { category: 'retry_later', message: 'Fewer settings were read than the policy contains.' },
  'sync.sweep_withheld': {
    category: 'conflict',
    message:
      'More than half of the policies seem to be deleted. Their rows are kept until the next full sync finds the same.',
  },

  'db.unavailable': {
    category: 'retry_later',
    status: 503,
    message: 'The database is unavailable or busy. Try again shortly.',
  },
  'search.too_slow': {
    category: 'invalid_request',
    status: 503,
    message: 'The search took too long and was stopped. Use longer or rarer words, or filter by source, type or time.',
  },
  'queue.unavailable': {
    category: 'retry_later',
    message: 'The queue is unavailable. The message is sent when it is available again.',
  },
  'internal.bug': { category: 'bug', status: 500, message: 'An internal error occurred. The log has its details.' },
} satisfies Record<string, Entry>

/** A stable code, used in answers, logs, rows and documents. */
export type ErrorCode = keyof typeof registry

/** Category, HTTP status and message of each code. */
export const errorCodes: Readonly<Record<ErrorCode, Entry>> = registry
