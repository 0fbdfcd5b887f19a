import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { databaseRoles } from '../../src/db/access/rules'
import { connectionOptions } from '../../src/db/connection'
import { appIdentity, makeIdentityHeader, makeIdentityKeys } from '../identity/identities'
import type { TokenLogin } from '../postgres/token-gate'

/** What the parts of a stack need, in which the app has a managed identity in the place of every secret. */
export interface StackIdentity extends ReturnType<typeof makeStackIdentity> {}

/** Makes keys, the header of the endpoint, and the login of the app. */
export function makeStackIdentity() {
  const password = randomBytes(24).toString('base64url')
  const login: TokenLogin = { name: appIdentity.name, oid: appIdentity.oid, password }
  return { keys: makeIdentityKeys(), header: makeIdentityHeader(), login }
}

/** Makes the login in a migrated database, with all roles of the app. */
export async function createLogin(url: string, { name, password }: TokenLogin): Promise<void> {
  const sql = postgres(url, { ...connectionOptions(url), max: 1 })
  try {
    await sql.unsafe(`
      create role "${name}" login password '${password}';
      grant ${Object.values(databaseRoles).join(', ')} to "${name}"`)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

interface Places {
  postgresUrl: string
  gatePort: number
  brokerPort: number
  simulatorUrl: string
}

/** The settings of an app by identity, in the place of those with secrets: as infra/ sets them, on this machine. */
export function identitySettings(
  { header }: StackIdentity,
  { postgresUrl, gatePort, brokerPort, simulatorUrl }: Places,
) {
  const database = Object.assign(new URL(postgresUrl), { username: appIdentity.name, password: '', port: gatePort })
  return {
    AZURE_CLIENT_ID: appIdentity.clientId,
    // nothing is there until somebody stores it
    AZURE_AD_CERTIFICATE_URI: `${simulatorUrl}/secrets/reader-certificate`,
    AZURE_AD_CLIENT_SECRET_URI: `${simulatorUrl}/secrets/reader-secret`,
    DATABASE_URL: database.href,
    IDENTITY_ENDPOINT: `${simulatorUrl}/msi/token`,
    IDENTITY_HEADER: header,
    // no address: TLS takes none as the name of a server, and Node warns of it
    ServiceBusConnection__fullyQualifiedNamespace: `localhost:${brokerPort}`,
    ServiceBusConnection__credential: 'managedidentity',
    ServiceBusConnection__clientId: appIdentity.clientId,
  }
}
