import { UnreadableError } from './api-error'
import { noStore } from './no-store'

const largestAnswer = 16 * 1024 * 1024

/**
 * Sends a request and gives the answer with its text. Follows no redirect, which would take a token elsewhere. Throws
 * `UnreadableError` for more than 16 MiB, and what `fetch` throws when no whole answer comes.
 */
export async function fetchText(url: string | URL, request: RequestInit) {
  const response = await fetch(url, { ...request, ...noStore, redirect: 'manual' })
  return { response, text: await readText(response) }
}

async function readText({ body }: Response): Promise<string> {
  const reader = body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength
    if (size > largestAnswer) {
      void reader?.cancel().catch(() => {})
      throw new UnreadableError('it has more than 16 MiB')
    }
    text += decoder.decode(part.value, { stream: true })
  }
  return text + decoder.decode()
}
