import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import type { AdministratorName } from '../../../../local/simulator/entra/administrators'
import type { Backend } from '../../../support/backend'

/** What a browser sees. */
export interface Seen {
  status: number
  text: string
  headers: Headers
}

/** A browser that follows links and posts forms only when told to. */
export function createBrowser({ host, simulator }: Backend) {
  const agent = new Agent({ ca: readFileSync(simulator.caFile) })

  /** Opens a page of the app. */
  async function open(address: string, form?: Record<string, string>): Promise<Seen> {
    const body = form && { method: 'POST', body: new URLSearchParams(form) }
    const response = await fetch(new URL(address, host.url), { redirect: 'manual', ...body })
    return { status: response.status, text: await response.text(), headers: response.headers }
  }

  /** Opens a page of Entra, which has a certificate of its own. */
  const openEntra = (address: string): Promise<{ status: number; text: string; location: string }> =>
    new Promise((resolve, reject) => {
      const sent = request(address, { agent }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => {
          const { statusCode: status = 0, headers } = response
          resolve({ status, text, location: headers.location ?? '' })
        })
      })
      sent.on('error', reject)
      sent.end()
    })

  /** Consents at Entra; what the app shows then. */
  const consent = async (consentUrl: string): Promise<Seen> => open((await openEntra(consentUrl)).location)

  /** Signs in at Entra; the form that it would post. */
  async function signIn(address: string, as?: AdministratorName): Promise<Record<string, string>> {
    const url = new URL(address)
    if (as) url.searchParams.set('login_hint', as)
    return fieldsOf((await openEntra(url.href)).text)
  }

  return { open, openEntra, consent, signIn, close: () => agent.destroy() }
}

/** The hidden fields of a page's form. */
export const fieldsOf = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]))

/** The address of a page's link. */
export function linkOf({ text }: Seen): string {
  const [, address] = /<a href="([^"]+)"/.exec(text) ?? []
  return address!.replaceAll('&amp;', '&')
}
