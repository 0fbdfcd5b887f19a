import { bootstrapDatabase } from '../../../src/db/bootstrap/bootstrap'
import type { Wanted } from '../../../src/db/bootstrap/steps'
import { createFilledAppTable } from '../../support/app-table'
import { type AzureServer, startAzureServer } from './azure-server'

// What a role may do through others: each test has roles of its own, because they belong to the whole server.
let server: AzureServer
let url: string
beforeAll(async () => {
  server = await startAzureServer()
  url = await server.createDatabase('refused')
  await bootstrap({})
})
afterAll(() => server.stop())

async function bootstrap(changed: Partial<Wanted>, at = url): Promise<string[]> {
  const lines: string[] = []
  const wanted = { settingsSchema: 'public', migrator: { name: 'mig' }, apps: [], takeSettings: false }
  await bootstrapDatabase(at, { ...wanted, ...changed }, (line) => void lines.push(line))
  return lines
}
const forAll = (name: string) => bootstrap({ apps: [{ app: 'all', name }] })
const run = (statements: string) => server.root.unsafe(statements)
const exists = async (name: string) => (await server.root`select from pg_roles where rolname = ${name}`).length === 1

test.each([
  ['boss', 'create role boss superuser'],
  ['middle', 'create role upper createdb; create role middle in role upper'],
  ['azure_pg_admin', 'select'],
  ['pg_read_all_data', 'select'],
])('a login is refused that has rights over the server through "%s"', async (power, prepare) => {
  await run(`${prepare}; create role "of ${power}" login in role ${power}`)
  await expect(forAll(`of ${power}`)).rejects.toThrow(
    power === 'middle' ? 'rights over the server through "upper"' : `rights over the server through "${power}"`,
  )
})

test('the migrator becomes no member of an owner who is one of an administrator', async () => {
  const at = await server.createDatabase('legacy')
  const root = server.at('legacy')
  await run('create role chief superuser; create role legacy login in role chief')
  await createFilledAppTable(root)
  await root.unsafe('alter table policy_settings owner to legacy')
  await expect(bootstrap({}, at)).rejects.toThrow(/belongs to "legacy", who has rights.*--take-settings-table/)
  const [row] =
    await root`select pg_has_role('mig', 'legacy', 'MEMBER') as legacy, pg_has_role('mig', 'chief', 'SET') as chief`
  expect(row).toEqual({ legacy: false, chief: false })
  await root.end()
})

test('a membership through another role is none that "stood": its statement is named', async () => {
  await run('create role mid; grant tenantpilot_owner to mid; create role sneaky login in role mid')
  await expect(forAll('sneaky')).rejects.toThrow(
    /"sneaky" is no "tenantpilot_owner".*It needs: revoke mid from sneaky( granted by \w+)?\. Let somebody/,
  )
  await run('revoke mid from sneaky; create role half; grant tenantpilot_worker to half; grant half to sneaky')
  await expect(forAll('sneaky')).rejects.toThrow(/"sneaky" may enter "tenantpilot_worker".*revoke half from sneaky/)
  await run('revoke half from sneaky')
  expect(await forAll('sneaky')).toContain('made   "sneaky" may enter "tenantpilot_worker"')
  await run('drop role half; drop role mid')
})

test.each([
  ['alter role tenantpilot_worker superuser', 'alter role tenantpilot_worker nosuperuser'],
  ['alter role tenantpilot_worker bypassrls', 'alter role tenantpilot_worker nosuperuser'],
  ['alter role tenantpilot_api login', 'alter role tenantpilot_api nologin'],
  ['grant tenantpilot_owner to tenantpilot_api', 'revoke tenantpilot_owner from tenantpilot_api'],
  ['grant azure_pg_admin to tenantpilot_ops', 'revoke azure_pg_admin from tenantpilot_ops'],
])('a role of ours after %s is not taken as it is', async (change, remedy) => {
  await run(change)
  await expect(bootstrap({ migrator: { name: 'never' } })).rejects.toThrow(remedy)
  expect(await exists('never')).toBe(false)
  await run(
    `alter role tenantpilot_worker nosuperuser nobypassrls; alter role tenantpilot_api nologin;
      revoke tenantpilot_owner from tenantpilot_api; revoke azure_pg_admin from tenantpilot_ops`,
  )
  await bootstrap({})
})

test.each(['tenantpilot_owner', 'tenantpilot_api', 'pg_mine', 'public'])('no login has the name %s', async (name) => {
  await expect(bootstrap({ migrator: { name } })).rejects.toThrow(`"${name}" is a reserved name`)
})

test('a role that may not sign in is no login', async () => {
  await run('create role "a group" nologin')
  await expect(bootstrap({ migrator: { name: 'a group' } })).rejects.toThrow('run alter role "a group" login; then')
})

test('a login that is left out later is told, with what takes its rights away', async () => {
  await forAll('app4')
  const split = {
    apps: [
      { app: 'api', name: 'app5' },
      { app: 'worker', name: 'app6' },
    ],
  } as const
  const left = (await bootstrap(split)).filter((line) => line.includes('"app4" is a member of'))
  expect(left).toHaveLength(3)
  const admin = server.at('refused')
  for (const line of left) await admin.unsafe(`set role "TenantPilot admins-1"; ${line.split('any more: ')[1]!}`)
  await admin.end()
  expect((await bootstrap(split)).filter((line) => line.includes('app4'))).toEqual([])
})

test('several at once wait for each other', async () => {
  const places = await Promise.all(['at-once-1', 'at-once-2'].map((name) => server.createDatabase(name)))
  const all = [...places, ...places].map((at) => bootstrap({ migrator: { name: 'at once' } }, at))
  expect((await Promise.all(all)).map((lines) => lines.length > 0)).toEqual([true, true, true, true])
})
