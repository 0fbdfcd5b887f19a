import { createHash } from 'node:crypto'
import { base64Value } from '../../../src/intune/flatten/base64'

const pack = (data: string | Uint8Array) => Buffer.from(data).toString('base64')

test('a script becomes its text, with size and hash beside it', () => {
  const script = 'Write-Host "Grüße"\r\n'
  const hash = createHash('sha256').update(script).digest('hex')
  expect(base64Value(pack(script))).toEqual({
    value: script,
    valueType: 'string',
    raw: `{"base64":true,"bytes":${Buffer.byteLength(script)},"sha256":"${hash}"}`,
  })
})

test('UTF-16 and UTF-8 lose their byte order mark and nothing else', () => {
  expect(base64Value(pack(Buffer.from('\ufeff<xml/>', 'utf16le')))?.value).toBe('<xml/>')
  expect(base64Value(pack('\ufeff<xml/>'))?.value).toBe('<xml/>')
})

test('a long text is cut at 64 KiB, and a change after the cut changes raw', () => {
  const long = 'ä'.repeat(50_000)
  const row = base64Value(pack(long))
  expect(row?.value).toMatch(/^ä{32768}\n… \(cut: 100000 bytes, SHA-256 [0-9a-f]{64}\)$/)
  expect(base64Value(pack(`${long}!`))?.raw).not.toBe(row?.raw)
})

test('bytes that are no text are shown as binary', () => {
  expect(base64Value(pack(Buffer.from([0x80, 0x81, 0xff])))?.value).toMatch(/^\(binary: 3 bytes, SHA-256 /)
})

test('U+0000 in a text is replaced', () => {
  expect(base64Value(pack('a\0b'))?.value).toBe('a\ufffdb')
})

test.each(['', 'no base64!', 'REPLACE_RULES_BASE64', 'abc'])('%j is no base64', (text) => {
  expect(base64Value(text)).toBeUndefined()
})

test('a script saved as ANSI is text: Windows PowerShell reads one without a mark like that', () => {
  const script = '# Für München – 5 €\r\nSet-ItemProperty'
  const ansi = Buffer.from(script.replace('–', '\x96').replace('€', '\x80'), 'latin1')
  expect(base64Value(pack(ansi))?.value).toBe(script)
})

test('UTF-16 in the other order of bytes is text, with its mark', () => {
  const bytes = Buffer.from('\ufeffWrite-Host ü', 'utf16le').swap16()
  expect(base64Value(pack(bytes))?.value).toBe('Write-Host ü')
})

test('bytes with control characters are no text', () => {
  expect(base64Value(pack(Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xe9, 0x41, 0x41, 0x41])))?.value).toMatch(/^\(binary/)
})
