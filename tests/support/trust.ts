import { readFileSync } from 'node:fs'
import { Agent } from 'node:https'

type Connect = (this: Agent, options: object, ...rest: unknown[]) => unknown

/**
 * Makes every HTTPS client of this process trust a certificate authority, as NODE_EXTRA_CA_CERTS does for a process that starts.
 * Returns a function that ends it.
 */
export function trust(caFile: string): () => void {
  const prototype = Agent.prototype as unknown as { createConnection: Connect }
  const { createConnection } = prototype
  const ca = readFileSync(caFile)
  prototype.createConnection = function connect(options, ...rest) {
    return createConnection.call(this, { ...options, ca }, ...rest)
  }
  return () => void (prototype.createConnection = createConnection)
}
