/** Why no answer came, for the log: the code of the first cause, such as `ECONNREFUSED` or `SELF_SIGNED_CERT_IN_CHAIN`, else its words. */
export function reasonOf(error: unknown): string {
  const { cause, code, message } = Object(error) as { cause?: unknown; code?: unknown; message?: unknown }
  if (cause !== undefined) return reasonOf(cause)
  return typeof code === 'string' ? code : String(message ?? error)
}
