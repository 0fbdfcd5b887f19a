import type { Answered, Running } from '../../local/simulator/harness'

export interface InnerAnswer {
  id: string
  status: number
  headers: Record<string, string>
  body: Answered
}

/** Sends a `$batch` of these URLs; returns the answers in Graph's order. Ids are indexes in the list. */
export async function batch(simulator: Running, urls: readonly string[]): Promise<InnerAnswer[]> {
  const token = String((await simulator.token()).json.access_token)
  const options = { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } }
  const requests = urls.map((url, i) => ({ id: String(i), method: 'GET', url: url.replace('/beta', '') }))
  const { json } = await simulator.call('/beta/$batch', options, JSON.stringify({ requests }))
  return json.responses as InnerAnswer[]
}

export const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id)
