import { createHash } from 'node:crypto'
import type { JsonObject, Shown } from './model'
import { storable } from './text'

const maxBytes = 64 * 1024

interface Unpacked {
  bytes: number
  sha256: string
  /** Undefined where the bytes are no text. */
  text: string | undefined
}

/** Decodes a base64 text; undefined when it is not base64. */
function unpack(sent: string): Unpacked | undefined {
  const packed = sent.replace(/\s/g, '')
  const bytes = Buffer.from(packed, 'base64')
  if (packed === '' || bytes.toString('base64') !== packed) return undefined
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe
  const text = wide ? bytes.subarray(2).toString('utf16le') : bytes.toString('utf8').replace(/^\ufeff/, '')
  const isText = wide || bytes.equals(Buffer.from(bytes.toString('utf8')))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes: bytes.length, sha256, text: isText ? text : undefined }
}

/** How a base64 text is shown: decoded, and cut at 64 KiB. */
export function base64Shown(sent: string): Shown | undefined {
  const unpacked = unpack(sent)
  if (!unpacked) return undefined
  const { bytes, sha256, text } = unpacked
  if (text === undefined) return { type: 'string', text: `(binary: ${bytes} bytes, SHA-256 ${sha256})` }
  if (Buffer.byteLength(text) <= maxBytes) return { type: 'string', text: storable(text) }
  const cut = Buffer.from(text)
    .subarray(0, maxBytes)
    .toString('utf8')
    .replace(/\ufffd+$/, '')
  return { type: 'string', text: `${storable(cut)}\n… (cut: ${bytes} bytes, SHA-256 ${sha256})` }
}

/** The `raw_value` of a base64 text. */
export function base64Raw(sent: string): JsonObject | undefined {
  const unpacked = unpack(sent)
  return unpacked && { base64: true, bytes: unpacked.bytes, sha256: unpacked.sha256 }
}
