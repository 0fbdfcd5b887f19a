import { grantsCommand } from '../../cli/commands/grants'
import { UsageError } from '../../cli/usage'
import { otherWorkspaceId, tenant, workspace } from './access'
import { startLists } from './lists'

const { answers, said, seen, run } = startLists(grantsCommand)
const { workspaceId } = workspace()
const { tenantId } = tenant()
const tid = '9a2c1f0b-6a52-4f6e-8f0c-9d537a2c1f0b'
const oid = '5a6b7c8d-9e0f-4c8d-8f7e-2b1a4c3d8e9f'
const account = `${tid}/${oid}`
const grant = (over: object = {}) => ({
  id: '3d8e9f5a-6b7c-4d9e-8f0c-8d5f7e2b1a4c',
  tenantId: null,
  tid,
  oid,
  role: 'operator',
  label: 'Omar\u001b[2J',
  grantedBy: 'bootstrap',
  createdAt: '2026-11-29T10:00:00.000Z',
  ...over,
})
const grants = `/api/workspaces/${workspaceId}/grants`

beforeEach(() => {
  answers['GET /api/workspaces'] = () => ({ items: [workspace()] })
  answers[`POST ${grants}`] = () => grant()
  answers['GET /api/tenants/contoso'] = () => tenant()
})

test('grants are listed, and what is for the whole workspace says so', async () => {
  answers[`GET ${grants}`] = () => ({ items: [grant(), grant({ tenantId, label: '' })] })
  await run('list')
  expect(said).toEqual([
    expect.stringMatching(/^id {36}role {6}label/),
    `${grant().id}  operator  Omar\ufffd[2J  whole workspace                       ${account}  2026-11-29 10:00Z`,
    `${grant().id}  operator            ${tenantId}  ${account}  2026-11-29 10:00Z`,
  ])
})

test('nothing is given for the whole workspace by leaving something out', async () => {
  const failed = await run('give', 'owner', '--account', account).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(UsageError)
  expect(failed).toMatchObject({
    message: expect.stringMatching(/^For what\? Give --for-tenant, or --whole-workspace/),
  })
  expect(seen()).toEqual([])
})

test('one grant is not for a tenant and for all of them', async () => {
  const both = ['--for-tenant', 'contoso', '--whole-workspace']
  await expect(run('give', 'owner', '--account', account, ...both)).rejects.toThrow(/cannot be used with option/)
  expect(seen()).toEqual([])
})

test('a role is given for the whole workspace where that is said', async () => {
  await run('give', 'operator', '--account', account.toUpperCase(), '--whole-workspace', '--label', 'Omar')
  expect(seen()).toEqual([
    'GET /api/workspaces',
    `POST ${grants} {"tenantId":null,"tid":"${tid}","oid":"${oid}","role":"operator","label":"Omar"}`,
  ])
  expect(said).toContain('label: Omar\ufffd[2J')
})

test('a role is given for one tenant by its key, in the workspace of the tenant', async () => {
  await run('give', 'reader', '--account', account, '--for-tenant', 'contoso', '--json')
  expect(seen()).toEqual([
    'GET /api/tenants/contoso',
    `POST ${grants} {"tenantId":"${tenantId}","tid":"${tid}","oid":"${oid}","role":"reader"}`,
  ])
  expect(said.map((line) => JSON.parse(line) as object)).toEqual([grant()])
})

test('what leaves the path of a tenant names none', async () => {
  const given = run('give', 'reader', '--account', account, '--for-tenant', '..')
  await expect(given).rejects.toThrow(/^No tenant can be named so \(--for-tenant\): /)
})

test.each([tid, `${tid}/`, `${account}/${oid}`, `${tid}/x`])('%j is no account', async (text) => {
  await expect(run('give', 'reader', '--account', text, '--whole-workspace')).rejects.toThrow('It must be TID/OID')
})

test('a grant is taken, in the named workspace', async () => {
  answers[`DELETE /api/workspaces/${otherWorkspaceId}/grants/${grant().id}`] = () => null
  await run('take', grant().id, '--workspace', otherWorkspaceId)
  expect(said).toEqual(['The grant is taken.'])
  await expect(run('take', '../tenants')).rejects.toThrow('It is no id of a grant.')
  expect(seen()).toHaveLength(1)
})
