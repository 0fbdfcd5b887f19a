import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import type { Db } from '../../src/db/database'
import { databaseRoles } from '../../src/db/access/rules'

/** Connections that may read the settings of some tenants as long as they live. */
export interface Reading {
  db: Db
  close(): Promise<void>
}

/** Opens them as the role of the API, as if a request had entered these tenants. For benches and tests of the search alone. */
export function openReading(url: string, appKeys: readonly string[]): Reading {
  const options = connectionOptions(url)
  const session = { role: databaseRoles.api, 'tenantpilot.app_keys': JSON.stringify(appKeys) }
  const client = postgres(url, { ...options, max: 2, connection: { ...options.connection, ...session } })
  return { db: drizzle(client), close: () => client.end({ timeout: 5 }) }
}
