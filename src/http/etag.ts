import { createHash } from 'node:crypto'
import type { Answer } from './problem'

/**
 * Adds the hash of an answer's bytes as its ETag. When the caller has these bytes already (`If-None-Match`), the answer is 304
 * without a body. So polling costs little while nothing happens.
 */
export function withEtag(answer: Answer, headers: { get(name: string): string | null }): Answer {
  const etag = `"${createHash('sha256').update(JSON.stringify(answer.jsonBody)).digest('base64url').slice(0, 22)}"`
  const answered = { ...answer.headers, etag, 'cache-control': 'private, no-cache' }
  const isKnown = matches(etag, headers.get('if-none-match'))
  return isKnown ? { status: 304, headers: answered } : { ...answer, headers: answered }
}

function matches(etag: string, header: string | null): boolean {
  const known = (header ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}

/** How routes describe their ETag, and a 304. */
export const etagHeaders = {
  ETag: 'A hash of the answer: `If-None-Match` with it is answered by 304 until something changes.',
}
export const unchanged = {
  description: 'Nothing has changed since the answer with the ETag of `If-None-Match`.',
  headers: etagHeaders,
}
