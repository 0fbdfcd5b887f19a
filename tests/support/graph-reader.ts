import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import type { Simulator } from '../../local/simulator/simulator'
import type { Answer } from './backend'

/** Makes a function that reads whole lists of the simulated Graph, without using the product's own client. */
export async function graphReader(simulator: Simulator, tenant: string): Promise<(path: string) => Promise<Answer[]>> {
  const ca = readFileSync(simulator.caFile)
  const call = (url: string, headers: Record<string, string>, form?: URLSearchParams) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request(url, { method: form ? 'POST' : 'GET', ca, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => {
          if (response.statusCode === 200) resolve(JSON.parse(text))
          else reject(new Error(`${url}: ${response.statusCode} ${text}`))
        })
      })
      sent.on('error', reject)
      sent.end(form?.toString())
    })
  const { clientId: client_id, clientSecret: client_secret } = simulator
  const form = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' }
  const token = await call(
    `${simulator.authorityHost}/${tenant}/oauth2/v2.0/token`,
    { 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams({ ...form, client_id, client_secret }),
  )
  const headers = { authorization: `Bearer ${token.access_token}` }
  return async (path) => {
    const found: Answer[] = []
    for (let url: string | undefined = `${simulator.graphBaseUrl}/beta/${path}`; url !== undefined;) {
      const page = await call(url, headers)
      found.push(...page.value)
      url = page['@odata.nextLink']
    }
    return found
  }
}
