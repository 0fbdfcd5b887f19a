import { type ErrorCode, errorCodes } from '../shared/error-codes'
import { toSafeError } from '../shared/errors'
import { html } from './html'
import { page } from './page'
import type { Answer } from './problem'

const refusalTitle = 'This did not work'

/** Who asks, and for which tenant. */
interface Asked {
  workspaceName: string
  tenantName: string
  entraTenantId: string
}

const request = ({ workspaceName, tenantName, entraTenantId }: Asked) =>
  html`<p>
    <strong>${workspaceName}</strong> asks to manage the tenant <strong>${tenantName}</strong> (${entraTenantId}) with
    TenantPilot.
  </p>`

/** After Entra's consent: who asks, and the link to sign in. */
export const signInPage = (asked: Asked & { signInUrl: string }): Answer =>
  page(
    200,
    'Prove that you administer the tenant',
    html`${request(asked)}
      <p>
        To agree, sign in as a Global Administrator or an Intune Administrator of it. If you do not know who asks, close
        this page.
      </p>
      <p><a href="${asked.signInUrl}">Sign in as an administrator of ${asked.entraTenantId}</a></p>`,
  )

/** After the sign-in: who asks, and the button that activates. */
export const confirmPage = (asked: Asked & { state: string }): Answer =>
  page(
    200,
    'Activate the tenant?',
    html`${request(asked)}
      <p>You are signed in as an administrator. If you agree, its Intune policies are read from now on.</p>
      <form method="post" action="/api/consent/confirm">
        <input type="hidden" name="state" value="${asked.state}" />
        <button>Activate ${asked.tenantName} for ${asked.workspaceName}</button>
      </form>`,
  )

/** After the sign-in of an account that may not activate the tenant: another one may be chosen. */
export function refusedPage({ refused, signInUrl }: { refused: ErrorCode; signInUrl: string }): Answer {
  const { status = 403, message } = errorCodes[refused]
  return page(
    status,
    refusalTitle,
    html`<p>${message}</p>
      <p><a href="${signInUrl}">Sign in with another account</a></p>`,
  )
}

/** After the confirmation. */
export function donePage({ workspaceName, tenantName, status }: Asked & { status: string }): Answer {
  const next = html`<p>You can close this page.</p>`
  if (status === 'active') return page(200, `${tenantName} is active now`, next)
  return page(
    200,
    `${tenantName} is ${status}`,
    html`<p>${workspaceName} can resume it.</p>
      ${next}`,
  )
}

/** Answers a browser with a page, also when something is wrong. A bug is thrown on, so that it is logged. */
export async function pageOrRefusal(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    const { code, category } = toSafeError(error)
    if (category === 'bug') throw error
    const { status = 500, message } = errorCodes[code]
    return page(status, refusalTitle, html`<p>${message}</p>`)
  }
}
