import type * as z from 'zod'
import type { tenantVerify } from '../../src/operations/tenant-verify/record'
import { verifyExitCode, verifyLines } from '../../cli/verify-report'

type Result = z.infer<typeof tenantVerify.result>

const read = (what: string) => ({ what, readable: true, code: null, missing: null })
const good: Result = {
  displayName: 'Con\u001btoso',
  licences: ['EMS', 'INTUNE_A'],
  permissions: ['DeviceManagementConfiguration.Read.All'],
  reads: [read('settings catalog'), read('compliance')],
}

test('a tenant that can be read is named, with its licences and permissions', () => {
  expect(verifyLines(good)).toEqual([
    'tenant: Con\ufffdtoso',
    'licences: EMS, INTUNE_A',
    'permissions: DeviceManagementConfiguration.Read.All',
    'can be read: settings catalog, compliance',
  ])
  expect(verifyExitCode(good)).toBeUndefined()
})

test('what cannot be read says what is missing and what to do', () => {
  const not = (what: string, code: string, missing: Result['reads'][number]['missing']) => ({
    what,
    readable: false,
    code,
    missing,
  })
  const result: Result = {
    displayName: null,
    licences: null,
    permissions: [],
    reads: [
      not('scripts', 'graph.forbidden', { kind: 'permission', name: 'DeviceManagementScripts.Read.All' }),
      not('updates', 'graph.not_licensed', { kind: 'licence', name: 'WINDOWS_E3' }),
      not('intents', 'graph.unavailable', null),
    ],
  }
  expect(verifyLines(result)).toEqual([
    'tenant: its name cannot be read',
    'licences: cannot be read',
    'permissions: none',
    'can be read: none',
    'cannot be read:',
    '  scripts (graph.forbidden): grant the app the permission DeviceManagementScripts.Read.All, and let an administrator of the tenant consent',
    '  updates (graph.not_licensed): assign a licence with the service plan WINDOWS_E3 in the tenant',
    '  intents (graph.unavailable): nothing is known to be missing; the code says why',
  ])
  expect(verifyExitCode(result)).toBe(3)
})

test('a token that does not say its permissions', () => {
  expect(verifyLines({ ...good, permissions: null })).toContain('permissions: the token does not say')
})

test('a result of another form is told as any other', () => {
  expect(verifyLines({ tenant: 'x' })).toEqual(['tenant: x'])
  expect(verifyExitCode({ tenant: 'x' })).toBeUndefined()
})
