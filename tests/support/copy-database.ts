import { randomUUID } from 'node:crypto'
import postgres from 'postgres'

/** A database that is a copy of another one. */
export interface CopiedDatabase {
  name: string
  url: string
  drop(): Promise<void>
}

/** Copies a database; without a template that of the migrated schema. Nobody may be connected to the template. */
export async function copyDatabase(
  template = 'tenantpilot',
  server = process.env.TEST_POSTGRES_URL!,
): Promise<CopiedDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = postgres(databaseUrl(server, 'postgres'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template ${template}`)
  return {
    name,
    url: databaseUrl(server, name),
    async drop() {
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
