import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Db } from '../../src/db/database'
import { createExtensions } from '../../src/db/extensions'
import { deployMain, filledIn, inside, ofType } from './support/installation'
import { environments } from './support/parameters'

/** The extensions that a migration creates. */
async function createdExtensions(): Promise<string[]> {
  const statements: string[] = []
  const execute = (query: SQL) => Promise.resolve(statements.push(new PgDialect().sqlToQuery(query).sql))
  await createExtensions({ execute } as unknown as Db)
  return statements.flatMap((text) => /^create extension if not exists (\w+)/.exec(text)?.[1] ?? [])
}

const server = 'Microsoft.DBforPostgreSQL/flexibleServers'

test.each(environments)('%s: a group administers, and the extensions of the migrations are allowed', async (name) => {
  const deployment = await deployMain(name)
  const [administrator, ...others] = ofType(deployment, `${server}/administrators`)
  expect(others).toEqual([])
  expect(administrator?.name.split('/')[1]).toBe(filledIn.POSTGRES_ADMINISTRATORS_GROUP_ID)
  expect(inside(administrator?.body, 'properties.principalType')).toBe('Group')
  expect(inside(administrator?.body, 'properties.principalName')).toBe(filledIn.POSTGRES_ADMINISTRATORS_GROUP_NAME)
  const configurations = ofType(deployment, `${server}/configurations`)
  expect(configurations.map(({ name: full, body }) => [full.split('/')[1], inside(body, 'properties.value')])).toEqual([
    ['azure.extensions', (await createdExtensions()).join(',')],
  ])
  expect(ofType(deployment, `${server}/databases`).map(({ name: full }) => full.split('/')[1])).toEqual(['tenantpilot'])
})

test.each(environments)('%s: a second server only where the size allows it', async (name) => {
  const [made] = ofType(await deployMain(name), server)
  const { tier } = inside(made?.body, 'sku') as { tier: string }
  const mode = inside(made?.body, 'properties.highAvailability.mode')
  expect([tier, mode]).toEqual(
    {
      dev: ['Burstable', 'Disabled'],
      staging: ['MemoryOptimized', 'Disabled'],
      production: ['GeneralPurpose', 'ZoneRedundant'],
    }[name],
  )
})

test('the address of the database is encoded, whatever its name is', async () => {
  const changed = { postgresMode: 'existing', postgresHost: 'db.example.com', postgresDatabase: 'my app/1' }
  const deployment = await deployMain('staging', changed)
  expect(JSON.stringify(deployment.resources)).toContain(
    'postgres://tenantpilot-worker-staging@db.example.com:5432/my%20app%2F1',
  )
})

test('an existing server is left alone: nothing of it is deployed', async () => {
  const changed = { postgresMode: 'existing', postgresHost: 'db.example.com', postgresDatabase: 'app' }
  for (const privateNetworking of [true, false]) {
    const deployment = await deployMain('production', { ...changed, privateNetworking })
    expect(deployment.resources.filter(({ type }) => type.startsWith(server))).toEqual([])
    expect(deployment.resources.filter(({ body }) => JSON.stringify(body).includes('postgresqlServer'))).toEqual([])
    expect(deployment.outputs).toMatchObject({ postgresHost: 'db.example.com', postgresDatabase: 'app' })
  }
})

test('database and vault cannot be deleted, and the firewall rule of a migration can', async () => {
  const locks = ofType(await deployMain('production'), 'Microsoft.Authorization/locks')
  expect(locks.map(({ scope, body }) => [scope.split('/').at(-2), inside(body, 'properties.level')])).toEqual([
    ['vaults', 'CanNotDelete'],
    ['databases', 'CanNotDelete'],
  ])
})

test('a disk that has grown is named, because Azure makes none smaller', async () => {
  const diskOf = async (changed: Record<string, number>) =>
    inside(ofType(await deployMain('production', changed), server)[0]?.body, 'properties.storage')
  expect(await diskOf({})).toEqual({ storageSizeGB: 32, autoGrow: 'Enabled' })
  expect(await diskOf({ postgresStorageGb: 128 })).toEqual({ storageSizeGB: 128, autoGrow: 'Enabled' })
})
