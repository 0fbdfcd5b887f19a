import { type Json, type JsonObject, isObject } from '../json'
import { random } from '../seed'
import { type GraphAnswer, badRequest, statusError } from './answer'

interface Inner {
  id: string
  method: string
  url: string
  dependsOn: string[]
}

/** Answers a `$batch` with 200 and one response per request, in a shuffled order that depends on `seed`. */
export async function batch(
  body: unknown,
  seed: number,
  one: (method: string, url: string) => Promise<GraphAnswer>,
): Promise<GraphAnswer> {
  const requests = parse(body)
  const answers = new Map<string, { status: number; response: JsonObject }>()
  for (const { id, method, url, dependsOn } of requests) {
    const failed = dependsOn.some((other) => (answers.get(other)?.status ?? 424) >= 400)
    const answer = failed ? statusError(424, null).answer() : await one(method, url)
    const headers = { 'Content-Type': 'application/json', ...answer.headers }
    const content = contentOf(answer, headers['Content-Type'])
    answers.set(id, { status: answer.status, response: { id, status: answer.status, headers, body: content } })
  }
  const responses = [...answers.values()].map(({ response }) => response)
  const dice = random('batch', seed, ...requests.map(({ url }) => url))
  for (let i = responses.length - 1; i > 0; i--) {
    const j = dice.int(i + 1)
    ;[responses[i], responses[j]] = [responses[j]!, responses[i]!]
  }
  return { status: 200, body: { responses } }
}

/** What is no JSON stands in a `$batch` as base64. */
function contentOf({ raw, body }: GraphAnswer, type: string): Json {
  if (!raw) return body ?? null
  if (raw.length === 0) return null
  return type === 'application/json' ? (JSON.parse(raw.toString()) as Json) : raw.toString('base64')
}

function parse(body: unknown): Inner[] {
  const requests = isObject(body) ? body['requests'] : undefined
  if (!Array.isArray(requests) || requests.length === 0) throw badRequest('Invalid batch payload format.')
  if (requests.length > 20) throw badRequest('Number of batch request steps exceeds the maximum value of 20.')
  const seen = new Set<string>()
  return requests.map((request: unknown) => {
    if (!isObject(request)) throw badRequest('Invalid batch payload format.')
    const { method, url, dependsOn } = request
    // IntuneCD sends numbers; the answers have texts
    const id = typeof request['id'] === 'number' ? String(request['id']) : request['id']
    if (typeof id !== 'string' || id === '' || typeof method !== 'string' || typeof url !== 'string')
      throw badRequest('Invalid batch payload format: each request needs id, method and url.')
    if (seen.has(id)) throw badRequest(`Request Id ${id} is not unique.`)
    const others = Array.isArray(dependsOn) ? dependsOn.map(String) : []
    const unknown = others.find((other) => !seen.has(other))
    if (unknown !== undefined) throw badRequest(`Invalid dependsOn: ${unknown} is no earlier request.`)
    seen.add(id)
    return { id, method: method.toUpperCase(), url, dependsOn: others }
  })
}
