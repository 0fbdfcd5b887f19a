import { cutToBytes, sha256, stableJson, wellFormed } from '../../shared/text'
import type { RowValue } from './values'

const MAX_BYTES = 64 * 1024

/**
 * Decodes a base64 text (a script, a profile, XML) into one searchable value, cut at 64 KiB; undefined when it is not
 * base64. `raw` holds size and SHA-256, so a change after the cut is a change too.
 */
export function base64Value(sent: string): RowValue | undefined {
  const packed = sent.replace(/\s+/g, '')
  if (packed === '' || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined
  const bytes = Buffer.from(packed, 'base64')
  const digest = { base64: true, bytes: bytes.length, sha256: sha256(bytes) }
  const summary = `${digest.bytes} bytes, SHA-256 ${digest.sha256}`
  const text = decode(bytes)
  if (text === undefined) return { value: `(binary: ${summary})`, valueType: 'string', raw: stableJson(digest) }
  const cut = cutToBytes(text, MAX_BYTES)
  const value = cut.length === text.length ? text : `${cut}\n… (cut: ${summary})`
  return { value: wellFormed(value), valueType: 'string', raw: stableJson(digest) }
}

/** Decodes UTF-8, or UTF-16 with a byte order mark; undefined for other bytes. */
function decode(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
