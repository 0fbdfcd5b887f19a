import { readFileSync } from 'node:fs'
import tls from 'node:tls'

/**
 * Makes every client of this process that names no authorities trust this one, as NODE_EXTRA_CA_CERTS does for a process that starts.
 * Returns a function that ends it.
 */
export function trust(caFile: string): () => void {
  const { connect } = tls
  const ca = readFileSync(caFile)
  const withAuthority = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ca, ...value } : value
  tls.connect = ((...given: unknown[]) =>
    (connect as (...given: unknown[]) => unknown)(...given.map(withAuthority))) as typeof connect
  return () => void (tls.connect = connect)
}
