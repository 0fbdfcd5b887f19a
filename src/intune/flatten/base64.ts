import { cutToBytes, sha256, stableJson, wellFormed } from '../../shared/text'
import type { RowValue } from './values'

const MAX_BYTES = 64 * 1024

/**
 * A text that Graph sends as base64 (a script, a profile, XML) as one searchable row, cut at 64 KiB. Size and SHA-256 stand
 * in `raw`, so that a change behind the cut is a change too. Undefined where the text is no base64.
 */
export function base64Value(sent: string): RowValue | undefined {
  const packed = sent.replace(/\s+/g, '')
  if (packed === '' || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined
  const bytes = Buffer.from(packed, 'base64')
  const facts = { base64: true, bytes: bytes.length, sha256: sha256(bytes) }
  const mark = `${facts.bytes} bytes, SHA-256 ${facts.sha256}`
  const text = decode(bytes)
  if (text === undefined) return { value: `(binary: ${mark})`, valueType: 'string', raw: stableJson(facts) }
  const cut = cutToBytes(text, MAX_BYTES)
  const value = cut.length === text.length ? text : `${cut}\n… (cut: ${mark})`
  return { value: wellFormed(value), valueType: 'string', raw: stableJson(facts) }
}

/** UTF-8, or UTF-16 where its mark says so; undefined for anything else. */
function decode(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
