import { tenantsCommand } from '../../cli/commands/tenants'
import { UsageError } from '../../cli/usage'
import { otherWorkspaceId, tenant, workspace } from './access'
import { startLists } from './lists'

const { answers, said, seen, run } = startLists(tenantsCommand)
const { workspaceId } = workspace()
const { tenantId, entraTenantId } = tenant()

/** The workspaces of the caller. */
const callerHas = (...items: object[]) => (answers['GET /api/workspaces'] = () => ({ items }))
beforeEach(() => callerHas(workspace()))

test('the tenants of the only workspace of the caller are listed', async () => {
  answers[`GET /api/workspaces/${workspaceId}/tenants`] = () => ({ items: [tenant()] })
  await run('list')
  expect(said).toEqual([
    'tenantId                              appKey   name         status  activatedAt  entraTenantId',
    `${tenantId}  contoso  Contoso\ufffd[2J  active               ${entraTenantId}`,
  ])
})

test('the tenants of the named workspace are listed, without asking which there are', async () => {
  answers[`GET /api/workspaces/${otherWorkspaceId}/tenants`] = () => ({ items: [tenant({ name: '=1' })] })
  await run('list', '--workspace', otherWorkspaceId, '--csv')
  expect(said).toEqual([
    'tenantId,appKey,name,status,activatedAt,entraTenantId,createdAt,workspaceId\r\n',
    `${tenantId},contoso,'=1,active,,${entraTenantId},2026-11-29T10:00:00.000Z,${workspaceId}\r\n`,
  ])
  expect(seen()).toEqual([`GET /api/workspaces/${otherWorkspaceId}/tenants`])
})

test('of several workspaces one must be named, and without any there is nothing to list', async () => {
  callerHas(workspace(), workspace({ workspaceId: otherWorkspaceId, name: 'B' }))
  const failed = await run('list').catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(UsageError)
  expect(failed).toMatchObject({
    message: `Which workspace? Give --workspace with the id of one of yours: Müller\ufffd[2J (${workspaceId}), B (${otherWorkspaceId}).`,
  })
  callerHas()
  await expect(run('list')).rejects.toThrow('You have a role in no workspace: ask an owner of one for a grant.')
})

test('a tenant is shown whole, what a newer API tells as well', async () => {
  answers['GET /api/tenants/t'] = () => tenant({ newer: 1 })
  await run('show')
  expect(said).toContain('name: Contoso\ufffd[2J')
  expect(said).toContain('activatedAt: none')
  expect(said).toContain('newer: 1')
  said.length = 0
  await run('show', '--json')
  expect(said.map((line) => JSON.parse(line) as object)).toEqual([tenant({ newer: 1 })])
})

test.each([
  [['pause'], '{"paused":true}', 'Contoso\ufffd[2J is paused.'],
  [['resume'], '{"paused":false}', 'Contoso\ufffd[2J is paused.'],
  [['rename', 'New name'], '{"name":"New name"}', 'The tenant is renamed: Contoso\ufffd[2J.'],
])('%j changes the tenant, and says what it is now', async (words, body, sentence) => {
  answers['PATCH /api/tenants/t'] = () => tenant({ status: 'paused' })
  await run(...words)
  expect(seen()).toEqual([`PATCH /api/tenants/t ${body}`])
  expect(said).toEqual([sentence])
})

test('a tenant is registered, and the next step is told', async () => {
  answers[`POST /api/workspaces/${workspaceId}/tenants`] = () => tenant({ status: 'pending' })
  await run('register', entraTenantId, 'Contoso')
  expect(said).toContain('status: pending')
  expect(said.at(-1)).toBe(`Its administrator must consent: tenants consent --tenant ${tenantId}`)
  expect(seen().at(-1)).toBe(
    `POST /api/workspaces/${workspaceId}/tenants {"entraTenantId":"${entraTenantId}","name":"Contoso"}`,
  )
  await expect(run('register', 'contoso.example', 'Contoso')).rejects.toThrow('It is no GUID.')
})

test('a link for the administrator is made', async () => {
  const link = { consentUrl: 'https://login.example/adminconsent?state=x', expiresAt: '2026-11-29T11:00:00.000Z' }
  answers['POST consent'] = () => link
  await run('consent')
  expect(said).toEqual([`consentUrl: ${link.consentUrl}`, `expiresAt: ${link.expiresAt}`])
})

test('a tenant is removed only when its name is typed, and then by its id', async () => {
  answers['GET /api/tenants/t'] = () => tenant()
  answers[`DELETE /api/tenants/${tenantId}`] = () => null
  await expect(run('remove')).rejects.toThrow(
    'Nobody sees a removed tenant, and only a new registration and consent bring it back. Without a terminal add --confirm "remove Contoso\ufffd[2J".',
  )
  await expect(run('remove', '--confirm', 'remove Fabrikam')).rejects.toThrow(/^Nothing is removed: it must be/)
  expect(seen()).toEqual(['GET /api/tenants/t', 'GET /api/tenants/t'])
  await run('remove', '--confirm', 'remove Contoso\u001b[2J')
  expect(said).toEqual(['The tenant is removed.'])
  expect(seen().at(-1)).toBe(`DELETE /api/tenants/${tenantId}`)
})
