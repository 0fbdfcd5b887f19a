import { AppError } from '../shared/errors'

/** The part of an HTTP request that its body is read from. */
export interface BodySource {
  headers: { get(name: string): string | null }
  body: AsyncIterable<Uint8Array> | null
}

/** The limit of a body, in bytes, where its operation's record says nothing. */
const defaultLimit = 16 * 1024
/** The limit that no record can raise, in bytes. */
const highestLimit = 1024 * 1024

/**
 * Reads a request's body as UTF-8. Throws `request.too_large` as soon as it is longer than the limit, in bytes, and
 * `request.length_required` for one in chunks, which the Functions host drops (azure-functions-host #4926).
 */
export async function readBody({ headers, body }: BodySource, recordLimit = defaultLimit): Promise<string> {
  const limit = Math.min(recordLimit, highestLimit)
  const tooLarge = () => new AppError('request.too_large', { message: `The body has more than ${limit} bytes.` })
  if (Number(headers.get('content-length')) > limit) throw tooLarge()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > limit) throw tooLarge()
    chunks.push(chunk)
  }
  if (length === 0 && headers.get('transfer-encoding') !== null) throw new AppError('request.length_required')
  return Buffer.concat(chunks).toString()
}
