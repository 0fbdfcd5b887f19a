import { lookup } from 'node:dns/promises'
import { isIPv4 } from 'node:net'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { databaseRoles } from '../../src/db/access/rules'
import { checkCompatible } from '../../src/db/check-compatible'
import { connectionOptions, withoutParameters } from '../../src/db/connection'
import { inMaintenance } from '../../src/db/bootstrap/bootstrap'
import { checkRoles } from '../../src/db/bootstrap/check-roles'
import { type Found, readFound } from '../../src/db/bootstrap/found'
import { hasEntra } from '../../src/db/bootstrap/make-logins'
import { extensions } from '../../src/db/extensions'
import { firstAnswer } from '../../src/db/first-answer'
import { explained } from '../../src/db/migration-errors'
import { isPrivateAddress } from './private-address'

/** What a server and a database say of themselves. */
export interface Facts extends Found {
  address: string
  isPrivate: boolean
  connectedInMs: number
  /** What a session starts with has arrived. */
  keepsParameters: boolean
  tls: string | null
  version: string
  versionNumber: number
  entra: boolean
  /** Of the extensions that we need, those in this database. */
  installedExtensions: string[]
  /** Extensions that we need and that are neither there nor to be had. */
  missingExtensions: string[]
  /** The list of Azure. Null: the server has none. */
  allowedExtensions: string | null
  limit: number
  /** By others than our apps. */
  used: number
  differenceMs: number
  /** This login may make others members of the owner of `policy_settings`. */
  mayGrantSettingsOwner: boolean
  maySeeSettings: boolean
  /** Why a role of ours that is there is not fit. Null: all are. */
  unfitRole: string | null
  /** Why this version cannot work with the database. Null: it can. */
  incompatible: string | null
}

/** Reads them, and writes nothing. Throws a sentence when there is no connection. */
export async function readFacts(url: string, settingsSchema: string): Promise<Facts> {
  const [database, maintenance] = [open(url, settingsSchema), open(inMaintenance(url), settingsSchema)]
  try {
    const before = performance.now()
    await firstAnswer(database, url)
    const connectedInMs = Math.round(performance.now() - before)
    const { hostname } = new URL(url)
    const { address } = isIPv4(hostname) ? { address: hostname } : await lookup(hostname.replaceAll(/[[\]]/g, ''))
    return {
      ...(await readFound(database, settingsSchema)),
      ...(await readServer(database, settingsSchema)),
      address,
      isPrivate: isPrivateAddress(address),
      connectedInMs,
      entra: await hasEntra(maintenance),
      unfitRole: await whyNot(checkRoles(database)),
      incompatible: await whyNot(checkCompatible(drizzle(database), settingsSchema)),
    }
  } catch (error) {
    throw explained(error, url, 'The look')
  } finally {
    await Promise.all([database.end({ timeout: 2 }), maintenance.end({ timeout: 2 })])
  }
}

function open(url: string, settingsSchema: string): postgres.Sql {
  const options = connectionOptions(url, settingsSchema)
  return postgres(withoutParameters(url), {
    ...options,
    max: 1,
    connect_timeout: 8,
    connection: {
      ...options.connection,
      application_name: 'tenantpilot-preflight',
      default_transaction_read_only: true,
    },
  })
}

type OfServer = Omit<
  Facts,
  keyof Found | 'address' | 'isPrivate' | 'connectedInMs' | 'entra' | 'unfitRole' | 'incompatible'
>

async function readServer(sql: postgres.Sql, settingsSchema: string): Promise<OfServer> {
  const [row] = await sql`
    with settings as (select c.oid, c.relowner from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${settingsSchema} and c.relname = 'policy_settings' and c.relkind in ('r', 'p'))
    select current_setting('default_transaction_read_only') = 'on' as "keepsParameters",
      (select version from pg_stat_ssl where pid = pg_backend_pid() and ssl) as tls,
      current_setting('server_version') as version, current_setting('server_version_num')::int as "versionNumber",
      array_to_json(array(select extname from pg_extension where extname in ${sql(extensions)})) as "installedExtensions",
      array_to_json(array(select wanted from unnest(${extensions}::text[]) wanted
        where wanted not in (select name from pg_available_extensions))) as "missingExtensions",
      current_setting('azure.extensions', true) as "allowedExtensions",
      least(current_setting('max_connections')::int - greatest(current_setting('superuser_reserved_connections')::int
          + coalesce(current_setting('reserved_connections', true)::int, 0),
          -- kept by Azure, whatever the settings say
          case when current_setting('azure.extensions', true) is null then 0 else 15 end),
        nullif((select datconnlimit from pg_database where datname = current_database()), -1)) as limit,
      -- ours are not in their own way; of other logins no more can be seen than whose they are
      (select count(*)::int from pg_stat_activity where usesysid is not null and pid <> pg_backend_pid() and usesysid not in (
        select member from pg_auth_members join pg_roles on pg_roles.oid = roleid where rolname in ${sql(Object.values(databaseRoles))})) as used,
      coalesce((select pg_has_role(relowner, 'USAGE WITH ADMIN OPTION') from settings), true) as "mayGrantSettingsOwner",
      coalesce((select has_table_privilege(oid, 'select') from settings), true) as "maySeeSettings"`
  const before = Date.now()
  const [clock] = await sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`
  const differenceMs = Math.round((before + Date.now()) / 2 - Number(clock!.now))
  return { ...(row as unknown as Omit<OfServer, 'differenceMs'>), differenceMs }
}

const whyNot = (check: Promise<void>): Promise<string | null> =>
  check.then(
    () => null,
    (error: Error) => error.message,
  )
