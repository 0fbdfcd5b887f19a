import { createServer } from 'node:net'

/** Where every part listens. An address and no name, because `localhost` may lead to another program's port on `::1`. */
export const loopback = '127.0.0.1'

/** So many ports are tried, where a part cannot bind "any free one" itself. */
const mostTries = 5

/**
 * Binds a port: the preferred one, or another when that is taken. What binds it finds out, because a port that was free
 * when somebody looked may be taken a moment later. `next` names the port after a taken one; 0 is any. Rejects with
 * what `bind` throws for another reason.
 */
export async function bindPort<T>(
  preferred: number,
  bind: (port: number) => Promise<T>,
  next: () => number | Promise<number> = () => 0,
): Promise<T> {
  for (let port = preferred, tries = 1; ; tries++) {
    try {
      return await bind(port)
    } catch (error) {
      if (!isTaken(error) || tries === mostTries) throw error
      port = await next()
    }
  }
}

/** Windows answers EACCES for ports that it has reserved. */
function isTaken(error: unknown): boolean {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown }
  return code === 'EADDRINUSE' || code === 'EACCES' || (cause !== undefined && isTaken(cause))
}

/** Returns a port that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, loopback, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
