import { wellFormed } from './well-formed'

/** The length of an error text that is read, in UTF-16 units. */
const longestRead = 8 * 1024

/** Shortens a text to one line of at most 500 characters that PostgreSQL can store, without credentials. */
export function sanitise(text: string): string {
  const line = hideCredentials(text.slice(0, longestRead)).replace(/\s+/g, ' ')
  return wellFormed(line.slice(0, 500))
}

const names = [
  'password|passwd|pwd|client_?secret|client_?assertion|(?:access|refresh|id)_?token',
  'SharedAccessKey|AccountKey|api_?-?key|functions-key|identity[-_]header|authorization',
].join('|')

/** A name and its value, as in JSON (also inside another JSON), headers, connection strings, forms and variables. */
const named = new RegExp(
  String.raw`(${names})(\\?["']?\s*[:=]\s*(?:(?:Bearer|Basic|SharedAccessSignature)\s+)?)` +
    String.raw`(?:\\?"(?:[^"\\]|\\[^]?)*|\\?'(?:[^'\\]|\\[^]?)*|[^;&\s"']*)`,
  'gi',
)

/**
 * Hides tokens, passwords and keys. The end of the text ends a credential too, because the text may have been cut
 * inside it. Each expression reads every character a fixed number of times: work is linear in the length.
 */
export function hideCredentials(text: string): string {
  return text
    .replace(/-----BEGIN [A-Z ]*PRIVATE KEY[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key]')
    .replace(/eyJ(?:[\w.-]{10}[\w.-]*|[\w.-]*$)/g, '[token]')
    .replace(/\b(Bearer\s+)(?:[\w.~+/=-]{16,}|[\w.~+/=-]+$)/gi, '$1[token]')
    .replace(named, '$1$2[hidden]')
    .replace(/\b(sig|code)=["']?[^;&\s"']*/gi, '$1=[hidden]')
    .replace(/:\/\/\S+/g, hidePassword)
}

/** Hides the password in the rest of a URL, from its `://` on: up to the last `@`, or where none is, up to the end. */
function hidePassword(rest: string, at: number, text: string): string {
  const host = rest.lastIndexOf('@')
  const isCut = at + rest.length === text.length
  const authority = host >= 0 ? rest.slice(0, host) : isCut ? rest : ''
  const colon = authority.indexOf(':', 3)
  if (colon < 0) return rest
  return `${rest.slice(0, colon)}:[hidden]${rest.slice(authority.length)}`
}
