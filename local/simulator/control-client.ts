import { readFileSync } from 'node:fs'
import { request } from 'node:https'

/** Calls the simulator's control API and returns the body as text. Throws on a status of 400 or more. */
export async function callControlApi(
  { url, caFile }: { url: string; caFile: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<string> {
  const response = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(`${url}/_sim/${path}`, { method, ca: readFileSync(caFile) }, (incoming) => {
      let text = ''
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }))
      incoming.on('error', reject)
    })
    sent.on('error', reject)
    if (body !== undefined) sent.setHeader('content-type', 'application/json')
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
  if (response.status >= 400)
    throw new Error(`The simulator answered ${method} ${path} with ${response.status}: ${response.text}`)
  return response.text
}
