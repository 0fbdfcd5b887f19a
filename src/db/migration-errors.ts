import { postgresCode } from './postgres-code'

/** What a connection's error means, by PostgreSQL's code or that of the operating system. */
const sentences: Readonly<Record<string, (url: URL) => string>> = {
  '28P01': ({ username }) => `The password of the user "${username}" is wrong.`,
  '28000': ({ username }) =>
    `The server does not let the user "${username}" in: check its name, and pg_hba.conf or the firewall.`,
  '3D000': ({ pathname }) =>
    `There is no database "${pathname.slice(1)}" on this server: create it, or correct the address.`,
  '42501': ({ username }) =>
    `The user "${username}" lacks a right that migrating needs: use the owner of the database.`,
  ECONNREFUSED: ({ host }) => `No PostgreSQL answers at ${host}: start it, or correct the address.`,
  ENOTFOUND: ({ hostname }) => `The host ${hostname} is not known: correct the address.`,
  CONNECT_TIMEOUT: ({ host }) => `No PostgreSQL answers at ${host} in time: check the address and the firewall.`,
}

/** Makes an error that says in one sentence what is wrong, without the password. An error of ours is returned as it is. */
export function explained(error: unknown, url: string): unknown {
  // drizzle's own message is the whole statement
  if (!(error instanceof Error) || !('query' in error)) return error
  const sentence = sentences[String(postgresCode(error))]?.(new URL(url))
  const reason = String((error.cause as Error | undefined)?.message)
  return new Error(sentence ?? `The migration stopped: ${reason}.`, { cause: error })
}
