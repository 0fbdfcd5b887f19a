import type { Collection } from '../collections/record'
import type { Tenant } from '../data/tenant'
import { isGraph } from '../entra/resources'
import type { Claims, Tokens } from '../entra/tokens'
import { type Fault, type FaultKind, type Faults, type PageFault, pageFaults, type Target } from '../traffic/faults'
import type { Stats } from '../traffic/stats'
import type { Throttle } from '../traffic/throttle'
import { type GraphAnswer, type Version, badRequest, GraphError, refusalAnswer, statusError } from './answer'
import { batch } from './batch'
import type { GraphData } from './data'
import { describe, segmentsOf } from './path'
import { route } from './routes'

export interface GraphServices {
  tenants: ReadonlyMap<string, Tenant>
  tokens: Tokens
  faults: Faults
  stats: Stats
  throttle: Throttle
  data: GraphData
  collections: readonly Collection[]
  log: (line: string) => void
}

export interface GraphRequest {
  method: string
  /** Path and query as sent. */
  url: string
  authorization: string | undefined
  body: string
}

/** An answer, and the fault that changes how it is sent. */
export type Served = { answer: GraphAnswer; fault?: Fault }

/** Answers one HTTP request to Graph. Requests inside a `$batch` follow the same rules. */
export async function serveGraph(request: GraphRequest, services: GraphServices): Promise<Served> {
  const claims = services.tokens.check((request.authorization ?? '').replace(/^Bearer\s+/i, ''))
  const tenant = claims && services.tenants.get(claims.tid)
  if (!claims || !tenant || !isGraph(claims.aud, services.data.paging.origin)) {
    services.stats.answered('without a valid token', 401)
    const message = claims && tenant && 'Access token validation failure. Invalid audience.'
    return { answer: statusError(401, null, { message }).answer() }
  }
  const path = request.url.split('?')[0] ?? ''
  if (/^\/(beta|v1\.0)\/\$batch$/.test(path) && request.method === 'POST')
    return serveBatch(request, tenant, claims, services)
  return serveOne(request.method, request.url, tenant, claims, services)
}

async function serveBatch(
  request: GraphRequest,
  tenant: Tenant,
  claims: Claims,
  services: GraphServices,
): Promise<Served> {
  const { faults, stats } = services
  const hasMatch = ({ match }: Fault) => match !== undefined
  const fault = faults.take(['status', ...sendFaults], target(request.url, claims.tid), hasMatch)
  if (fault) stats.fault(fault.kind)
  if (fault?.kind === 'status') return { answer: statusOf(fault, '$batch') }
  stats.batch()
  const version = request.url.split('/')[1]
  const one = async (method: string, url: string) => {
    const full = `/${version}${url.startsWith('/') ? '' : '/'}${url}`
    return (await serveOne(method, full, tenant, claims, services, true)).answer
  }
  try {
    const answer = await batch(parse(request.body), tenant.seed, one)
    return fault ? { answer, fault } : { answer }
  } catch (error) {
    if (error instanceof GraphError) return { answer: error.answer('$batch') }
    throw error
  }
}

async function serveOne(
  method: string,
  url: string,
  tenant: Tenant,
  claims: Claims,
  services: GraphServices,
  inBatch = false,
): Promise<Served> {
  const { faults, stats, throttle, data, collections, log } = services
  const [path = '', query = ''] = url.split('?')
  const [version, ...segments] = segmentsOf(path) ?? []
  const call = {
    method,
    version: version as Version,
    segments,
    query,
    url,
    tenant,
    app: claims.appid,
    roles: claims.roles,
  }
  const { template, list } = describe(call, collections)
  stats.arrived(claims.tid)
  const wait = throttle.refuse(claims.tid, claims.appid, method !== 'GET')
  const hit: Target = { ...target(url, claims.tid), inBatch, ...followUp(path, query) }
  const fault = faults.take(inBatch ? answerFaults : [...answerFaults, ...sendFaults], hit)
  const failed = fault && failureOf(fault, template)
  const isAnswered = !failed && wait === undefined
  const pageFault = isAnswered && list ? faults.take(pageFaults, hit) : undefined
  for (const one of [fault, pageFault]) if (one) stats.fault(one.kind)
  const answer = await answerOne()
  stats.answered(answer.template ?? template, fault?.kind === 'drop' ? 'dropped' : answer.status)
  return fault && !failed ? { answer, fault } : { answer }

  async function answerOne(): Promise<GraphAnswer> {
    if (failed) return failed
    if (wait !== undefined) return statusError(429, wait).answer(template)
    if (path.includes('//')) return badRequest('The request URI has an empty segment.').answer(template)
    const found = await route(pageFault ? { ...call, pageFault: pageFault.kind as PageFault } : call, data, collections)
    if (found.status === 501 && stats.notServed(`${template}?${query}`))
      log(`simulator does not serve ${template} ${query}`)
    return found
  }
}

/** Faults that replace the answer, and faults that change how it is sent. */
const answerFaults: readonly FaultKind[] = ['status', 'brokenPage', 'expiredSkipToken']
const sendFaults: readonly FaultKind[] = ['drop', 'malformed', 'html', 'slow']

function failureOf(fault: Fault, template: string): GraphAnswer | undefined {
  const { kind } = fault
  if (kind === 'status') return statusOf(fault, template)
  if (kind === 'brokenPage') return statusError(500, null).answer(template)
  return kind === 'expiredSkipToken' ? badRequest('Skip token has expired.').answer(template) : undefined
}

function statusOf({ like, status, retryAfter, code, message }: Fault, template: string): GraphAnswer {
  if (like) return refusalAnswer(like, template)
  return statusError(status!, retryAfter, {
    ...(code !== undefined && { code: String(code) }),
    ...(message && { message }),
  }).answer(template)
}

/** Returns list and page size when the query has a skip token. Without `$top` the size is Infinity. */
function followUp(path: string, query: string): Pick<Target, 'page'> {
  if (!/(^|&)(\$|%24)?skiptoken=/i.test(query)) return {}
  const top = /(?:^|&)(?:\$|%24)?top=(\d+)/i.exec(query)?.[1]
  return { page: { list: path, size: top === undefined ? Infinity : Number(top) } }
}

const target = (url: string, tenant: string) => ({ url: decoded(url), tenant })

function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
