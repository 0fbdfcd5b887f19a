import { rolesOf } from '../../../src/graph/auth/token-roles'

const tokenOf = (claims: unknown) =>
  ['header', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'sig'].join('.')

test('the permissions of a token are told in order', () => {
  expect(rolesOf(tokenOf({ roles: ['B.Read.All', 'A.Read.All'], tid: 'x' }))).toEqual(['A.Read.All', 'B.Read.All'])
})

test('a token without the claim has no permission: consent is missing', () => {
  expect(rolesOf(tokenOf({ tid: 'x' }))).toEqual([])
})

test.each(['', 'opaque', 'a.b.c', tokenOf('text'), tokenOf({ roles: 'A' }), tokenOf(null)])(
  'a token of another form (%#) tells nothing',
  (token) => {
    expect(rolesOf(token)).toBeNull()
  },
)
