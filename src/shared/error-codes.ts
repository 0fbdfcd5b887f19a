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

const entry =
  (category: Category) =>
  (message: string, status?: number): Entry => ({
    category,
    ...(status === undefined ? {} : { status }),
    message,
  })
const retryLater = entry('retry_later')
const needsAdministrator = entry('needs_administrator')
const conflict = entry('conflict')
const invalidRequest = entry('invalid_request')
const bug = entry('bug')

const registry = {
  'request.invalid_json': invalidRequest('The request body is not valid JSON.', 400),
  'request.invalid': invalidRequest('The request is not valid.', 400),
  'request.too_large': invalidRequest('The request body is too large.', 413),
  'request.length_required': invalidRequest('The body came in chunks and was lost: send it with Content-Length.', 411),
  'request.too_many': retryLater('Too many requests at once. Try again shortly.', 429),
  'request.key_reused': invalidRequest('This Idempotency-Key was used for another request.', 422),
  'auth.token_missing': invalidRequest('Send an Entra access token: Authorization: Bearer <token>.', 401),
  'auth.token_invalid': invalidRequest('The access token is not valid.', 401),
  'auth.not_permitted': invalidRequest('The access token has neither the scope nor the app role that this needs.', 403),
  'auth.keys_unavailable': retryLater("Entra's signing keys cannot be read. Try again shortly.", 503),
  'access.denied': invalidRequest(
    'Nothing here is yours. Check the id, or ask an owner of the workspace for a grant.',
    403,
  ),
  'access.role_too_low': invalidRequest('Your role is too low for this.', 403),
  'access.in_person': invalidRequest(
    'This cannot be done on behalf of somebody else. Call without X-Acting-User.',
    403,
  ),
  'grant.above_own': invalidRequest('Nobody grants or takes a role above his own.', 403),
  'grant.owner_of_tenant': invalidRequest('An owner is one of the whole workspace: leave out tenantId.', 422),
  'grant.last_owner': conflict('The last owner of a workspace stays. Make another owner first.', 409),
  'grant.invalid_id': invalidRequest('The grant id must be a UUID.', 400),
  'workspace.invalid_id': invalidRequest('The workspace id must be a UUID.', 400),
  'operation.invalid_name': invalidRequest(
    'The name of an operation has 1 to 128 letters, digits, ".", "_" and "-".',
    400,
  ),
  'schedule.unknown': invalidRequest('The tenant has no schedule for this operation.', 404),
  'schedule.invalid': invalidRequest(
    'This is no schedule: cron needs five fields that occur, and timeZone a name like Europe/Berlin.',
    422,
  ),
  'grant.unknown': invalidRequest('The workspace has no grant of this id.', 404),
  'grant.foreign_home': invalidRequest(
    'People of this Entra tenant do not count in the workspace. Whoever migrates the database adds it: npm run bootstrap -- --workspace NAME --home-tenant TID.',
    422,
  ),
  'tenant.invalid_id': invalidRequest(
    'Use the id of a tenant (a UUID) or its key (at most 128 letters, digits, ".", "_", "-").',
    400,
  ),
  'tenant.unknown': invalidRequest('No tenant has this id.', 404),
  'tenant.pending': needsAdministrator(
    'The tenant is not active yet: one of its administrators must sign in first. "tenants consent" makes the link, or POST /api/tenants/{tenantId}/consent.',
    409,
  ),
  'tenant.paused': needsAdministrator(
    'The tenant is paused. Resume it first: PATCH tenants/{tenantId} with {"paused":false}.',
    409,
  ),
  'tenant.removed': needsAdministrator('The tenant was removed.', 409),
  'tenant.exists': conflict('The workspace has this tenant already.', 409),
  'consent.no_public_url': needsAdministrator(
    'No link can be made: the app does not know its own address. Set PUBLIC_BASE_URL.',
    409,
  ),
  'consent.link_invalid': invalidRequest(
    'This link is no longer valid. Open the one that you were sent again, or ask for a new one.',
    410,
  ),
  'consent.not_given': invalidRequest(
    'Consent was not given, so nothing has changed. The link can be used again.',
    403,
  ),
  'consent.not_signed_in': invalidRequest(
    'The sign-in did not end well, so nothing has changed. Go back and try again.',
    403,
  ),
  'consent.not_verified': invalidRequest(
    'The sign-in could not be verified, so nothing has changed. Go back and try again.',
    403,
  ),
  'consent.other_tenant': invalidRequest(
    'You signed in with an account of another tenant. Sign in as an administrator of the tenant.',
    403,
  ),
  'consent.not_administrator': invalidRequest(
    'This account is neither Global Administrator nor Intune Administrator of the tenant. Sign in with one that is.',
    403,
  ),
  'run.invalid_id': invalidRequest('The run id must be a UUID.', 400),
  'run.unknown': invalidRequest('No run has this id.', 404),
  'run.too_many_waiting': retryLater('Too many runs of this tenant wait already. Try again when some have ended.', 429),
  'run.not_ended': conflict('The run has not ended yet.', 409),
  'run.not_rerunnable': conflict(
    'Nothing of this run can be done again: its operation does not offer it, or nothing failed.',
    409,
  ),
  'run.ended': conflict('The run has ended and can no longer be cancelled.', 409),
  'run.unknown_operation': bug('This version has no operation of this name.'),
  'run.invalid_input': bug('The stored input of the run does not match the operation.'),
  'run.attempts_exhausted': bug('All attempts of the run failed. Look into the log, then start it again.'),
  'ops.reconcile_adapter_runs.failed': retryLater(
    'A reconcile pass failed. The timer tries again every minute; the log says why.',
    500,
  ),
  'message.unreadable': bug('The message is not a run message of a version that this worker supports.'),
  'message.leftover': bug('This message has already failed its run. To try again, send a copy of it.'),

  'graph.auth.invalid_client': needsAdministrator(
    'Entra refused each managed identity, certificate or client secret that is set. Renew one (docs/operating.md), then start a new sync.',
  ),
  'graph.auth.secret_unreadable': needsAdministrator(
    'Key Vault does not give out the certificate or client secret of the app. Check its address (AZURE_AD_CERTIFICATE_URI, AZURE_AD_CLIENT_SECRET_URI), that it is enabled, and that the managed identity has the role Key Vault Secrets User.',
  ),
  'graph.auth.no_consent': needsAdministrator('The app has no consent in this tenant. An administrator must grant it.'),
  'graph.auth.app_disabled': needsAdministrator(
    'The app is disabled or missing in this tenant. Enable it or grant consent again.',
  ),
  'graph.auth.tenant_not_found': needsAdministrator('Entra does not know this tenant. Check the tenant id.'),
  'graph.auth.conditional_access': needsAdministrator(
    'A Conditional Access policy of the tenant blocks this app. Exclude the app from it.',
  ),
  'graph.auth.wrong_authority': bug('The token request went to the wrong authority. Check AZURE_AUTHORITY_HOST.'),
  'graph.auth.failed': needsAdministrator(
    'Entra refused to issue a token. Check the app registration and its credential.',
  ),
  'graph.auth.unavailable': retryLater('Entra is temporarily unavailable.'),
  'graph.forbidden': needsAdministrator('The app lacks a permission of Microsoft Graph. Grant it in the tenant.'),
  'graph.refused': needsAdministrator(
    'Microsoft Graph refuses this collection although the token is good. Check permissions and Intune roles of the app.',
  ),
  'graph.not_licensed': needsAdministrator('The tenant is not licensed for this source.'),
  'graph.not_found': conflict('Microsoft Graph does not have this object.'),
  'graph.bad_request': bug('Microsoft Graph rejected the request as malformed.'),
  'graph.throttled': retryLater('Microsoft Graph is throttling this tenant.'),
  'graph.unavailable': retryLater('Microsoft Graph is temporarily unavailable.'),
  'graph.malformed': retryLater('Microsoft Graph sent an answer that is not valid JSON.'),
  'graph.paging': retryLater('Microsoft Graph sent a list whose page links repeat or do not end.'),
  'graph.foreign_link': bug('Microsoft Graph sent a link to another host. It was not followed.'),

  'sync.policy_unreadable': bug('The policy has a structure that this version cannot read.'),
  'sync.incomplete': retryLater('Fewer settings were read than the policy contains.'),
  'sync.sweep_withheld': conflict(
    'More than half of the policies seem deleted. Their rows stay until the next full sync confirms it.',
  ),

  'db.statement_cancelled': retryLater('The database ended a statement that took too long. Try again shortly.', 503),
  'db.schema_behind': retryLater(
    'The database is older than this version: run "npm run db:migrate". Work goes on by itself afterwards.',
    503,
  ),
  'db.forbidden': retryLater(
    'The database account lacks a right, or does not see a table of ours. Check its grants and POLICY_SETTINGS_SCHEMA; work goes on by itself afterwards.',
    503,
  ),
  'db.row_refused': needsAdministrator('The table policy_settings refuses a row: look at its constraints.'),
  'db.unavailable': retryLater('The database is unavailable or busy. Try again shortly.', 503),
  'search.too_slow': invalidRequest(
    'The search took too long. Use longer or rarer words, or filter by source, type or time.',
    503,
  ),
  'queue.unavailable': retryLater('The queue is unavailable. The message is sent when it is available again.'),
  'internal.bug': bug('An internal error occurred. The log has its details.', 500),
} satisfies Record<string, Entry>

/** A stable code, used in answers, logs, rows and documents. */
export type ErrorCode = keyof typeof registry

/** Category, HTTP status and message of each code. */
export const errorCodes: Readonly<Record<ErrorCode, Entry>> = registry

/** The code of this name. Undefined: this version does not know it; another one may have stored it. */
export const knownCode = (name: string): ErrorCode | undefined =>
  Object.hasOwn(registry, name) ? (name as ErrorCode) : undefined
