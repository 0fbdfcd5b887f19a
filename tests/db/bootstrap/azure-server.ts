import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { type Postgres, startPostgres } from '../../../local/postgres/postgres'
import { connectionOptions, quoted } from '../../../src/db/connection'

/** A server as Azure has it: its administrator is no superuser, and managed identities sign in. */
export interface AzureServer {
  /** The superuser, as nobody is there on Azure: to look, and to prepare. */
  root: postgres.Sql
  /** Address of the superuser, of a database that is not migrated. */
  url: string
  /** The superuser in another database. */
  at(database: string): postgres.Sql
  /** Makes an identity that Entra knows. Returns its object id. */
  identity(): Promise<string>
  /** Makes a database with this name as Azure does, and gives the administrator's address of it. */
  createDatabase(name: string): Promise<string>
  stop(): Promise<void>
}

/** Its name has what names of groups have. */
export const administrator = 'TenantPilot admins-1'
const password = 'right'

export async function startAzureServer(options: { entra?: boolean } = {}): Promise<AzureServer> {
  const server: Postgres = await startPostgres()
  const root = at(server.info.url, 'postgres')
  await root.unsafe(`create role azure_pg_admin nologin;
    create role ${quoted(administrator)} login password '${password}' createrole createdb in role azure_pg_admin`)
  if (options.entra !== false) await root.unsafe(readFileSync(join(__dirname, 'entra.sql'), 'utf8'))
  return {
    root,
    url: server.info.url,
    at: (database) => at(server.info.url, database),
    async identity() {
      const id = randomUUID()
      await root`insert into entra_directory values (${id}, 'service')`
      return id
    },
    async createDatabase(name) {
      await root.unsafe(`create database ${quoted(name)} owner azure_pg_admin`)
      return as(addressOf(server.info.url, name), administrator)
    },
    async stop() {
      await root.end()
      await server.stop()
    },
  }
}

/** The same address for another login. */
export function as(url: string, username: string): string {
  const other = new URL(url)
  Object.assign(other, { username: encodeURIComponent(username), password })
  return other.href
}

/** Gives logins the password that `as` takes: who signs in by token has none. */
export async function givePasswords(root: postgres.Sql, ...logins: string[]): Promise<void> {
  for (const login of logins) await root.unsafe(`alter role ${quoted(login)} password '${password}'`)
}

/** A connection of its own, with the paths of ours. */
export const open = (url: string, role?: string): postgres.Sql => {
  const options = connectionOptions(url)
  const connection = { ...options.connection, ...(role ? { role } : {}) }
  return postgres(url, { ...options, connection, max: 1 })
}

function addressOf(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(database)}`
  return other.href
}

const at = (url: string, database: string) => postgres(addressOf(url, database), { max: 2, onnotice: () => {} })
