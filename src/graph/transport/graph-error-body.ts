/** What Graph's own error says; texts are empty where the body is not an error of Graph. */
export interface GraphErrorBody {
  code: string
  message: string
  requestId: string | undefined
}

/** The code of a 401 that concerns the token itself, and not what was asked for. */
export const badToken = 'InvalidAuthenticationToken'

/** True when a 401 says that the token is bad. */
export function saysTokenIsBad(body: unknown): boolean {
  return readErrorBody(body).code === badToken
}

/** True for Graph's own error that an object does not exist, and not for an address that Graph cannot route. */
export function saysNotFound({ code, message }: GraphErrorBody): boolean {
  return /^(Request_)?(Resource|Item|Object)?NotFound$/i.test(code) && !/for the segment/i.test(message)
}

/** Reads an error body. Intune wraps some: the message of an `UnknownError` is JSON with the real code. */
export function readErrorBody(body: unknown): GraphErrorBody {
  const error = field(body, 'error')
  const requestId = field(field(error, 'innerError'), 'request-id')
  const code = text(field(error, 'code'))
  const message = text(field(error, 'message'))
  const wrapped = code === 'UnknownError' ? text(field(parse(message), 'ErrorCode')) : ''
  return { code: wrapped || code, message, requestId: text(requestId) || undefined }
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    return undefined
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
