/**
 * Converts data of the worker's contract to the form that is the same whether it came over gRPC or over IPC: without what is null or
 * empty, numbers and bytes as text, and without the names that `@grpc/proto-loader` adds for each `oneof`.
 */
export function plain(value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plain)
  if (typeof value !== 'object') return value
  const known = Object.entries(value)
    .filter(([, one]) => !(typeof one === 'string' && one in value))
    .map(([name, one]) => [name, name === 'sameSite' ? enumName(one) : plain(one)] as const)
    .filter(([, one]) => one !== undefined)
  return known.length === 0 ? undefined : Object.fromEntries(known)
}

/** `explicitNone` and `ExplicitNone` are one name. */
function enumName(value: unknown): string {
  return String(value).toLowerCase()
}
