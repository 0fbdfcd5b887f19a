import { randomUUID } from 'node:crypto'
import { databaseRoles } from '../../src/db/access/rules'
import type { TestDatabase } from './database'

/** A login that is no superuser and has the rights that the app needs. */
export interface DatabaseRole {
  name: string
  password: string
  /** The database's address for this login. */
  url: string
  setPassword(password: string): Promise<void>
  /** Ends the sessions of this login at the server. Returns how many. */
  endSessions(): Promise<number>
  /** Call it before the database is dropped. */
  drop(): Promise<void>
}

export async function createRole({ url: address, sql }: TestDatabase, connections = -1): Promise<DatabaseRole> {
  const name = `role_${randomUUID().replaceAll('-', '')}`
  const password = 'right'
  await sql.unsafe(`
    create role ${name} login password '${password}' connection limit ${connections};
    grant ${Object.values(databaseRoles).join(', ')} to ${name}`)
  const url = new URL(address)
  Object.assign(url, { username: name, password })
  return {
    name,
    password,
    url: url.href,
    setPassword: async (wanted) => void (await sql.unsafe(`alter role ${name} password '${wanted}'`)),
    endSessions: async () =>
      (await sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${name}`).length,
    drop: async () => void (await sql.unsafe(`drop owned by ${name}; drop role ${name}`)),
  }
}
