type Address = Pick<URL, 'host' | 'hostname' | 'pathname' | 'username'>

/** What a connection's error means, by PostgreSQL's code or that of the operating system. */
const sentences: Readonly<Record<string, (url: Address) => string>> = {
  '28P01': ({ username }) => `The password of the user "${username}" is wrong.`,
  '28000': ({ username }) =>
    `The server does not let the user "${username}" in: check its name, and pg_hba.conf or the firewall.`,
  '3D000': ({ pathname }) =>
    `There is no database "${pathname.slice(1)}" on this server: create it, or correct the address.`,
  '42501': ({ username }) =>
    `The user "${username}" lacks a right that migrating needs: use the login that db:bootstrap made for it, or the owner of the database.`,
  ECONNREFUSED: ({ host }) => `No PostgreSQL answers at ${host}: start it, or correct the address.`,
  ENOTFOUND: ({ hostname }) => `The host ${hostname} is not known: correct the address.`,
  CONNECT_TIMEOUT: ({ host }) => `No PostgreSQL answers at ${host} in time: check the address and the firewall.`,
}

/**
 * Makes an error that says in one sentence what is wrong, without the password. One that is no error of the database is
 * returned as it is. `what` stopped: for an error that has no sentence.
 */
export function explained(error: unknown, url: string, what = 'The migration'): unknown {
  const { cause, code } = error as { cause?: unknown; code?: unknown }
  const ofDatabase = code === undefined && isQueryError(error) ? (cause as Error) : error
  if (!(ofDatabase instanceof Error) || !('code' in ofDatabase)) return error
  const sentence = sentences[String(ofDatabase.code)]?.(decoded(url))
  return new Error(sentence ?? `${what} stopped: ${ofDatabase.message}.`, { cause: error })
}

/** The parts of an address as people write them. */
function decoded(url: string): Address {
  const { host, hostname, pathname, username } = new URL(url)
  return { host, hostname, pathname: decodeURIComponent(pathname), username: decodeURIComponent(username) }
}

/** True for an error of drizzle, whose message is the whole statement. */
const isQueryError = (error: unknown) => error instanceof Error && 'query' in error
