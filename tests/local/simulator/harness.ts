import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, type RequestOptions, request } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SimulatorOptions } from '../../../local/simulator/options'
import { type Simulator, startSimulator } from '../../../local/simulator/simulator'
import { firstCollections } from '../../support/first-collections'

export const tenantId = 'aaaaaaaa-0000-4000-8000-00000000000a'
export const otherTenantId = 'bbbbbbbb-0000-4000-8000-00000000000b'

// oxlint-disable-next-line typescript/no-explicit-any -- the tests check the shape of the answers
export type Answered = any

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  text: string
  json: Answered
}

export interface Page {
  value: { id: string; [property: string]: Answered }[]
  '@odata.nextLink'?: string
}

export interface Running extends Simulator {
  lines: string[]
  call(path: string, options?: RequestOptions, body?: string): Promise<Reply>
  /** Requests a token from Entra. */
  token(form?: Record<string, string>, tenant?: string): Promise<Reply>
  /** Sends a GET, by default with a valid token of the first tenant. */
  get(path: string, token?: string): Promise<Reply>
  /** Reads all pages of a list. */
  pages(path: string): Promise<Page[]>
  all(path: string): Promise<Page['value']>
}

const folder = mkdtempSync(join(tmpdir(), 'simulator-test-'))
const running: Running[] = []

afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.stop()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * Starts a simulator with a client; it stops after the test. By default without throttling and empty pages, and tenants have
 * policies of the first collections only.
 */
export async function start(options: Partial<SimulatorOptions> = {}): Promise<Running> {
  const lines: string[] = []
  const { tenants = [{ entraTenantId: tenantId, policies: 200, seed: 1 }], ...rest } = options
  const only = options.collections ? {} : { only: firstCollections }
  const simulator = await startSimulator({
    port: 0,
    certificates: join(folder, 'certificates'),
    throttle: 'off',
    tenants: tenants.map((tenant) => ('policies' in tenant ? { ...only, ...tenant } : tenant)),
    log: (line) => lines.push(line),
    ...rest,
  })
  simulator.control.behave({ emptyPages: 0 })
  const client = connect(simulator, lines)
  running.push(client)
  return client
}

function connect(simulator: Simulator, lines: string[]): Running {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, ca: readFileSync(simulator.caFile) })
  let known: string | undefined
  const call = (path: string, options: RequestOptions = {}, body?: string) =>
    new Promise<Reply>((resolve, reject) => {
      const sent = request(simulator.url + path.replace(simulator.url, ''), { agent, ...options }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('error', reject)
        response.on('end', () => {
          const { statusCode = 0, headers } = response
          resolve({ status: statusCode, headers, text, json: parsed(text) })
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  const token = (form: Record<string, string> = {}, tenant = tenantId) => {
    const { clientId: client_id, clientSecret: client_secret } = simulator
    const whole = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default', client_id, client_secret, ...form } // prettier-ignore
    return call(`/${tenant}/oauth2/v2.0/token`, { method: 'POST' }, new URLSearchParams(whole).toString())
  }
  const get = async (path: string, given?: string) => {
    const bearer = given ?? (known ??= String((await token()).json.access_token))
    return call(path, { headers: { authorization: `Bearer ${bearer}` } })
  }
  const pages = async (path: string) => {
    const found: Page[] = []
    for (let next: string | undefined = path; next !== undefined; next = found.at(-1)?.['@odata.nextLink']) {
      const { status, json, text } = await get(next)
      if (status !== 200) throw new Error(`${next}: ${status} ${text}`)
      found.push(json)
      if (found.length > 1000) throw new Error('endless list')
    }
    return found
  }
  return {
    ...simulator,
    lines,
    call,
    token,
    get,
    pages,
    all: async (path) => (await pages(path)).flatMap(({ value }) => value),
    stop: async () => {
      agent.destroy()
      await simulator.stop()
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const base = '/beta/deviceManagement'
export const list = `${base}/configurationPolicies`
export const compliance = `${base}/deviceCompliancePolicies`
export const configurations = `${base}/deviceConfigurations`
export const intents = `${base}/intents`
export const catalogCompliance = `${base}/compliancePolicies`
