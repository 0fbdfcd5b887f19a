import { createHash } from 'node:crypto'
import type { Answer } from './problem'

/**
 * Adds the hash of an answer's bytes as its ETag. When the caller has these bytes already (`If-None-Match`), the answer is 304
 * without a body. So polling costs little while nothing happens.
 */
export function withEtag(answer: Answer, { get }: { get(name: string): string | null }): Answer {
  const etag = `"${createHash('sha256').update(JSON.stringify(answer.jsonBody)).digest('base64url').slice(0, 22)}"`
  const headers = { ...answer.headers, etag, 'cache-control': 'private, no-cache' }
  return isKnown(etag, get('if-none-match')) ? { status: 304, headers } : { ...answer, headers }
}

function isKnown(etag: string, header: string | null): boolean {
  const known = (header ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}
