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

/**
 * Decodes UTF-8, UTF-16 with a byte order mark, and Windows-1252, in which Windows PowerShell reads a script without a mark;
 * undefined for bytes that are no text.
 */
function decode(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return looksLikeText(bytes) ? fromWindows1252(bytes) : undefined
  }
}

/** No control characters but white space, and mostly ASCII, as in a program with a few words of another language. */
function looksLikeText(bytes: Buffer): boolean {
  const isControl = (byte: number) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d
  const high = bytes.filter((byte) => byte >= 0x80).length
  return !bytes.some(isControl) && high * 3 < bytes.length
}

/** What Windows-1252 has where Latin-1 has control characters, from 0x80. Node's own decoder takes one for the other. */
const from0x80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

const fromWindows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\x80-\x9f]/g, (char) => from0x80[char.charCodeAt(0) - 0x80]!)
