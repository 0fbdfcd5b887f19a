import type { Answered } from './client'
import { orWords } from './or-words'

/**
 * Answers a question of the browser with what the API said, its ETag and `Retry-After`, or with the sentence of a refusal: the API's
 * status, and 503 when it did not answer. Never throws.
 */
export async function answerBrowser<T>(what: string, read: () => Promise<Answered<T>>): Promise<Response> {
  const { value, refusal } = await orWords(what, read)
  if (refusal) {
    const { message, status = 503, retryAfterMs } = refusal
    return Response.json({ message }, { status, headers: headersOf(undefined, retryAfterMs) })
  }
  const { status, answer, etag, retryAfterMs } = value
  const headers = headersOf(etag, retryAfterMs)
  return status === 304 ? new Response(null, { status, headers }) : Response.json(answer, { headers })
}

function headersOf(etag: string | undefined, retryAfterMs: number | undefined): Record<string, string> {
  return {
    'cache-control': 'no-store',
    ...(etag === undefined ? {} : { etag }),
    ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
  }
}
