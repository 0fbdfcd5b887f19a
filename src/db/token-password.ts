import { connect, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type postgres from 'postgres'
import { AppError } from '../shared/errors'
import { withTimeout } from '../shared/timeout'
import { postgresCode } from './postgres-code'

/** A password that changes: an access token. */
export interface TokenPassword {
  /** Gives the token of this moment. May throw anything. */
  get(): Promise<string>
  /** Called when the server refused the token. */
  refuse(token: string): void
}

/** So long a connection waits for its token before it fails; the request for it goes on. Milliseconds. */
const patienceMs = 2_000

/** SQLSTATEs of a login or password that the server refuses. */
const refusals: readonly unknown[] = ['28P01', '28000']

/**
 * Makes the options of postgres.js for a password that changes. No connection is opened before its token is there, because
 * postgres.js 3.4.9 ends the process when its password function rejects, and counts the wait as silence of the server. Without a
 * token a connection fails with `db.unavailable`; open ones are not affected.
 */
export function tokenOptions(url: string, password: TokenPassword) {
  const { hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  let current = ''

  async function fetchToken(): Promise<void> {
    current = await withTimeout(patienceMs, () => password.get(), noToken)
  }

  const options: postgres.Options<Record<string, postgres.PostgresType>> & { socket: () => Promise<Duplex> } = {
    password: () => current,
    async socket() {
      try {
        await fetchToken()
        // postgres.js reads `host` of its own sockets for the name that the certificate must have
        return Object.assign<Socket, { host: string }>(connect({ host, port: Number(port || 5432) }), { host })
      } catch (cause) {
        return brokenSocket(noToken(cause))
      }
    },
  }
  return {
    options,
    /** Looks at what failed: a refused token is dropped. */
    notice(error: unknown): void {
      if (refusals.includes(postgresCode(error))) password.refuse(current)
    },
  }
}

const noToken = (cause?: unknown) =>
  new AppError('db.unavailable', { message: 'The managed identity gives no token for the database.', cause })

/** A socket whose first write fails: postgres.js 3.4.9 keeps the place of a connection whose socket function rejects for ever. */
function brokenSocket(error: Error): Duplex {
  return new Duplex({ read() {}, write: (_chunk, _encoding, done) => done(error) })
}
