import { readFileSync } from 'node:fs'
import { request } from 'node:https'

/** A manifest of a large tenant takes seconds. */
const timeoutMs = 30_000

interface Controlled {
  url: string
  caFile: string
  /** The first part of its paths. Default: the simulator's. */
  root?: string
  /** What a person calls it. */
  name?: string
}

/** Calls the control API of a part and returns the body as text. Throws a sentence when it refuses or is silent. */
export async function callControlApi(
  { url, caFile, root = '_sim', name = 'The simulator' }: Controlled,
  method: string,
  path: string,
  body?: unknown,
): Promise<string> {
  const response = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(
      `${url}/${root}/${path}`,
      { method, ca: readFileSync(caFile), signal: AbortSignal.timeout(timeoutMs) },
      (incoming) => {
        let text = ''
        incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }))
        incoming.on('error', reject)
      },
    )
    sent.on('error', (error: NodeJS.ErrnoException) => reject(silence(url, error)))
    if (body !== undefined) sent.setHeader('content-type', 'application/json')
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
  if (response.status >= 400) throw new Error(`${name} refuses this: ${reason(response.text)}.`)
  return response.text
}

function silence(url: string, error: NodeJS.ErrnoException): Error {
  const isSilent = error.name === 'TimeoutError' || error.name === 'AbortError'
  const why =
    isSilent || error.code === 'ECONNREFUSED'
      ? 'Nothing answers'
      : `The connection broke (${error.code ?? error.message})`
  return new Error(`${why} at ${url}: does "npm start" still run?`, { cause: error })
}

/** The control API answers with its reason as JSON. */
function reason(text: string): string {
  try {
    return (JSON.parse(text) as { error: string }).error
  } catch {
    return text
  }
}
