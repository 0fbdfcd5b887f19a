import { randomUUID } from 'node:crypto'
import type { Authenticate } from '../../src/access/authenticate'
import { startTokenIssuer, type TokenIssuer } from '../support/token-issuer'
import { bearer, createCheck, refusal } from './support/requests'

let issuer: TokenIssuer
let authenticate: Authenticate

beforeAll(async () => {
  issuer = await startTokenIssuer()
  authenticate = createCheck(issuer)
})
afterAll(() => issuer.stop())

const oid = randomUUID()
const person = async (claims: object = {}, headers = {}) =>
  authenticate(bearer(await issuer.token({ oid, ...claims }), headers))
const service = async (claims: object = {}, headers = {}) =>
  authenticate(bearer(await issuer.serviceToken({ oid, ...claims }), headers))

describe('people', () => {
  test('are recognised by their scope', async () => {
    expect(await person()).toEqual({ kind: 'person', tid: issuer.tid, oid, appRoles: [], actingFor: null })
    expect(await person({ idtyp: 'user', scp: 'openid access_as_user profile' })).toMatchObject({ kind: 'person' })
  })

  test.each(['', 'openid', 'access_as_users', 'ACCESS_AS_USER'])(
    'with the scopes %p are not permitted',
    async (scp) => {
      expect(await refusal(person({ scp }))).toMatchObject({
        code: 'auth.not_permitted',
        message: expect.stringContaining('access_as_user'),
      })
    },
  )

  test('have no app role but Operations', async () => {
    const roles = ['ActAs', 'Other', 'Operations', 'Service']
    expect(await person({ roles })).toMatchObject({ kind: 'person', appRoles: ['Operations'] })
  })

  test('with an app role but without scope are no callers', async () => {
    const error = await refusal(person({ scp: undefined, roles: ['Operations', 'Service'] }))
    expect(error).toMatchObject({ code: 'auth.token_invalid', message: expect.stringContaining('app-only') })
  })
})

describe('services', () => {
  test('are recognised by idtyp', async () => {
    expect(await service()).toEqual({ kind: 'service', tid: issuer.tid, oid, appRoles: ['Service'], actingFor: null })
  })

  test.each([
    [['Service', 'Other'], ['Service']],
    [['Operations'], ['Operations']],
    [
      ['ActAs', 'Service', 'Service'],
      ['Service', 'ActAs'],
    ],
  ])('with the roles %j have %j', async (roles, appRoles) => {
    expect(await service({ roles })).toMatchObject({ appRoles })
  })

  test.each([[undefined], [[]], [['Other']], [['service']], [['ActAs']]])(
    'with the roles %j are not permitted',
    async (roles) => {
      expect(await refusal(service({ roles }))).toMatchObject({
        code: 'auth.not_permitted',
        message: expect.stringContaining('Service'),
      })
    },
  )

  test.each([
    ['scope and idtyp app', { scp: 'access_as_user' }],
    ['an empty scope and idtyp app', { scp: '' }],
    ['no idtyp', { idtyp: undefined }],
    ['idtyp user', { idtyp: 'user' }],
    ['idtyp device', { idtyp: 'device' }],
  ])('with %s are no callers', async (_what, claims) => {
    expect(await refusal(service(claims))).toMatchObject({ code: 'auth.token_invalid' })
  })
})

describe('X-Acting-User', () => {
  const user = { tid: randomUUID(), oid: randomUUID() }
  const named = { 'X-Acting-User': `${user.tid}/${user.oid}` }
  const mayAct = { roles: ['Service', 'ActAs'] }

  test('names for whom a service calls', async () => {
    expect(await service(mayAct, named)).toMatchObject({ oid, actingFor: user })
  })

  test('is given in lower case', async () => {
    const shouted = { 'X-Acting-User': named['X-Acting-User'].toUpperCase() }
    expect(await service(mayAct, shouted)).toMatchObject({ actingFor: user })
  })

  test('may name the service itself', async () => {
    expect(await service(mayAct, { 'X-Acting-User': `${issuer.tid}/${oid}` })).toMatchObject({
      actingFor: { tid: issuer.tid, oid },
    })
  })

  test.each([[['Service']], [['ActAs', 'Operations']], [['Operations']]])(
    'is not permitted with the roles %j',
    async (roles) => {
      expect(await refusal(service({ roles }, named))).toMatchObject({
        code: 'auth.not_permitted',
        message: expect.stringContaining('ActAs'),
      })
    },
  )

  test('is not permitted for people', async () => {
    const roles = ['Service', 'ActAs', 'Operations']
    expect(await refusal(person({ roles }, named))).toMatchObject({
      code: 'auth.not_permitted',
      message: expect.stringContaining('ActAs'),
    })
  })

  test.each([
    '',
    user.oid,
    `${user.tid}/`,
    `/${user.oid}`,
    `${user.tid}/${user.oid}/`,
    `${user.tid}/a@example.test`,
    `${user.tid}/${user.oid}, ${user.tid}/${user.oid}`,
    `{${user.tid}}/${user.oid}`,
  ])('%p is malformed', async (value) => {
    expect(await refusal(service(mayAct, { 'X-Acting-User': value }))).toMatchObject({
      code: 'request.invalid',
      message: expect.stringContaining('<tenant id>/<object id>'),
    })
  })
})
