import { wellFormed } from './well-formed'

/** The length of an error text that is read, in UTF-16 units. */
const longestRead = 8 * 1024

/** Shortens a text to one line of at most 500 characters that PostgreSQL can store, without credentials. */
export function sanitise(text: string): string {
  const line = hideCredentials(text.slice(0, longestRead)).replace(/\s+/g, ' ')
  return wellFormed(line.slice(0, 500))
}

/**
 * Hides tokens, passwords and keys. The end of the text ends a credential too, because the text may have been cut
 * inside it. Each expression reads every character a fixed number of times: work is linear in the length.
 */
export function hideCredentials(text: string): string {
  return text
    .replace(/eyJ(?:[\w.-]{10}[\w.-]*|[\w.-]*$)/g, '[token]')
    .replace(/\b(SharedAccessKey|client_secret|password|sig|code)=["']?[^;&\s"']*/gi, '$1=[hidden]')
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
