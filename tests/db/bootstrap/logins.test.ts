import { randomUUID } from 'node:crypto'
import { bootstrapDatabase } from '../../../src/db/bootstrap/bootstrap'
import type { Login } from '../../../src/db/bootstrap/logins'
import { migrate } from '../../../src/db/migrate'
import { administrator, as, type AzureServer, givePasswords, startAzureServer } from './azure-server'

let server: AzureServer
let url: string
beforeAll(async () => {
  server = await startAzureServer()
  url = await server.createDatabase('tenantpilot-1')
})
afterAll(() => server.stop())

const bootstrap = (migrator: Login, at = url) =>
  bootstrapDatabase(at, { settingsSchema: 'public', migrator, apps: [], takeSettings: false }, () => {})

test('an identity gets a login with its limit, and one that is there is left as it is', async () => {
  const login = { name: 'migrator-1', objectId: await server.identity(), connections: 4 }
  for (let times = 0; times < 2; times++) await bootstrap(login)
  expect(
    await server.root`select "objectId", "isAdmin", rolconnlimit from entra_principals p join pg_roles r using (rolname) where rolname = 'migrator-1'`,
  ).toEqual([{ objectId: login.objectId, isAdmin: 0, rolconnlimit: 4 }])
})

test('an identity that was made anew has another object id: its login must go first', async () => {
  await bootstrap({ name: 'renewed', objectId: await server.identity() })
  const anew = { name: 'renewed', objectId: await server.identity() }
  await expect(bootstrap(anew)).rejects.toThrow(
    /another identity.*drop owned by "renewed"; then once drop role "renewed"/,
  )
  await server.root.unsafe(`delete from entra_principals where rolname = 'renewed'`)
  const database = server.at('tenantpilot-1')
  await database.unsafe('drop owned by renewed; drop role renewed')
  await database.end()
  await bootstrap(anew)
})

test('a login with a password that an identity is to use needs its label', async () => {
  await server.root.unsafe('create role "old login" login')
  const objectId = await server.identity()
  await expect(bootstrap({ name: 'old login', objectId })).rejects.toThrow(
    `security label for "pgaadauth" on role "old login" is 'aadauth,oid=${objectId},type=service'`,
  )
})

test('an identity that Entra does not know is told as Azure tells it, and nothing stays in the database', async () => {
  const fresh = await server.createDatabase('untouched')
  await expect(bootstrap({ name: 'nobody', objectId: randomUUID() }, fresh)).rejects.toThrow(
    /login "nobody".*its name is not found in the tenant/,
  )
  const database = server.at('untouched')
  expect(await database`select to_regnamespace('tenantpilot') as ours`).toEqual([{ ours: null }])
  await database.end()
})

test('a login with rights over the server is refused, and so is an administrator without them', async () => {
  await expect(bootstrap({ name: administrator })).rejects.toThrow('has rights over the server')
  await bootstrap({ name: 'plain' })
  await givePasswords(server.root, 'plain')
  await expect(bootstrap({ name: 'plain' }, as(url, 'plain'))).rejects.toThrow('"plain" may make no roles')
})

test('where roles were made by another administrator, the statement is named that he must run', async () => {
  await server.root.unsafe(`create role "other admin" login password 'right' createrole in role azure_pg_admin`)
  await expect(bootstrap({ name: 'migrator-1' }, as(url, 'other admin'))).rejects.toThrow(
    /"other admin" may make nobody a member of "tenantpilot_owner"\. As who made them: grant "tenantpilot_owner" to "other admin" with admin option; then/,
  )
  // and nothing was made before that was known
  const fresh = { name: 'migrator-2', objectId: await server.identity() }
  await expect(bootstrap(fresh, as(url, 'other admin'))).rejects.toThrow('may make nobody a member')
  expect(await server.root`select from pg_roles where rolname = 'migrator-2'`).toHaveLength(0)
  await server.root.unsafe(
    'grant tenantpilot_owner, tenantpilot_api, tenantpilot_ops, tenantpilot_worker to "other admin" with admin option',
  )
  await bootstrap({ name: 'migrator-3' }, as(url, 'other admin'))
})

test('a server without Entra makes logins for passwords, and refuses an object id with the command that turns Entra on', async () => {
  const plain = await startAzureServer({ entra: false })
  const there = await plain.createDatabase('d')
  await expect(bootstrap({ name: 'm', objectId: randomUUID() }, there)).rejects.toThrow(
    'az postgres flexible-server update -g GROUP -n SERVER --microsoft-entra-auth Enabled',
  )
  await bootstrap({ name: 'm' }, there)
  await givePasswords(plain.root, 'm')
  await migrate(as(there, 'm'))
  await plain.stop()
})
