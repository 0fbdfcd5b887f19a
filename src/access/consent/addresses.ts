import { AppError } from '../../shared/errors'

/** Where the steps of a consent lead. */
export interface ConsentSettings {
  /** The cloud's Entra, without a slash at the end. */
  authorityHost: string
  graphBaseUrl: string
  /** Client id of the registration that reads Graph: the one that is consented to. */
  readerClientId: string
  /** Client id of the API's registration: the one that the administrator signs in to. */
  apiClientId: string
  /** The address of this API, without a slash at the end. Undefined: nobody has set it, and no link can be made. */
  publicBaseUrl: string | undefined
}

/** The page of Entra on which an administrator consents to what the registration asks of Graph. Throws `consent.no_public_url`. */
export function consentUrl(to: ConsentSettings, entraTenantId: string, state: string): string {
  return withQuery(`${to.authorityHost}/${entraTenantId}/v2.0/adminconsent`, {
    client_id: to.readerClientId,
    scope: `${to.graphBaseUrl}/.default`,
    redirect_uri: ours(to, 'callback'),
    state,
  })
}

/** The page of Entra on which an administrator signs in. The id token comes back by a form, never in an address. Throws `consent.no_public_url`. */
export function signInUrl(
  to: ConsentSettings,
  entraTenantId: string,
  secrets: { state: string; nonce: string },
): string {
  return withQuery(`${to.authorityHost}/${entraTenantId}/oauth2/v2.0/authorize`, {
    client_id: to.apiClientId,
    response_type: 'id_token',
    response_mode: 'form_post',
    // without `profile` the token has neither `tid` nor `oid`
    scope: 'openid profile',
    redirect_uri: ours(to, 'signed-in'),
    ...secrets,
    prompt: 'select_account',
  })
}

function ours({ publicBaseUrl }: ConsentSettings, step: string): string {
  if (publicBaseUrl === undefined) throw new AppError('consent.no_public_url')
  return `${publicBaseUrl}/api/consent/${step}`
}

const withQuery = (address: string, query: Record<string, string>): string =>
  `${address}?${new URLSearchParams(query).toString()}`
