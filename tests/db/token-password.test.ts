import { sql } from 'drizzle-orm'
import { appIdentity, makeIdentityKeys } from '../../local/identity/identities'
import { signToken } from '../../local/identity/tokens'
import { startTokenGate, type TokenGate } from '../../local/postgres/token-gate'
import { openDatabase } from '../../src/db/database'
import { toSafeError } from '../../src/shared/errors'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createRole, type DatabaseRole } from '../support/database-role'
import { untilPassed } from '../support/until'
import { startUntrustedServer } from '../support/untrusted-server'

const keys = makeIdentityKeys()

let database: TestDatabase
let role: DatabaseRole
let gate: TokenGate
beforeEach(async () => {
  database = await createTestDatabase()
  role = await createRole(database, 20)
  const { port, password, username } = new URL(role.url)
  const login = { name: decodeURIComponent(username), oid: appIdentity.oid, password: decodeURIComponent(password) }
  gate = await startTokenGate({ port: 0, serverPort: Number(port), publicKey: keys.publicKey, logins: [login] })
})
afterEach(async () => {
  await gate.stop()
  await role.endSessions()
  await role.drop()
  await database.close()
})

interface Flaws {
  audience?: string
  seconds?: number
  oid?: string
  key?: string
}

function token({ audience = 'https://ossrdbms-aad.database.windows.net', seconds = 60, oid, key }: Flaws = {}): string {
  const identity = { ...appIdentity, ...(oid ? { oid } : {}) }
  return signToken(key ?? keys.privateKey, { identity, audience, issuer: 'x', now: Date.now(), seconds })
}

/** A pool behind the gate, whose tokens come from `get`. */
function open(get: () => Promise<string>, poolSize = 2, changes: Partial<URL> = {}) {
  const url = Object.assign(new URL(role.url), { port: String(gate.port), password: '', ...changes })
  const refused: string[] = []
  const database = openDatabase(url.href, { poolSize, password: { get, refuse: (each) => void refused.push(each) } })
  return { ...database, refused, answer: () => outcome(database.db.execute(sql`select current_user as name`)) }
}

const outcome = (work: PromiseLike<unknown>) =>
  Promise.resolve(work).then(
    () => 'ok',
    (error: unknown) => toSafeError(error).code,
  )

test('a token is the password of every connection, each time the one of that moment', async () => {
  const given: string[] = []
  const { db, close } = open(async () => {
    given.push(token())
    return given.at(-1)!
  })
  const [one, other] = await Promise.all(
    [1, 2].map(() => db.execute(sql`select pg_backend_pid() as pid, pg_sleep(0.2)`)),
  )
  expect(one![0]!.pid).not.toBe(other![0]!.pid)
  expect(given).toHaveLength(2)
  expect(gate.counts()).toEqual({ entered: 2, refused: 0 })
  await close()
})

test('an open connection outlives its token', async () => {
  const { answer, close } = open(async () => token({ seconds: 4 }), 1)
  expect(await answer()).toBe('ok')
  await untilPassed('the token has ended', 4_000)
  expect(await answer()).toBe('ok')
  expect(gate.counts()).toEqual({ entered: 1, refused: 0 })
  await close()
})

test.each<[string, Flaws]>([
  ['has expired', { seconds: -1 }],
  ['is for another audience', { audience: 'https://vault.azure.net' }],
  ['is that of another principal', { oid: 'ffffffff-0000-4000-8000-00000000000f' }],
  ['was signed by somebody else', { key: makeIdentityKeys().privateKey }],
])('a token that %s is db.unavailable, and is dropped', async (_, flaws) => {
  const bad = token(flaws)
  const { answer, refused, close } = open(async () => (refused.includes(bad) ? token() : bad))
  expect(await answer()).toBe('db.unavailable')
  expect(refused).toEqual([bad])
  expect(await answer()).toBe('ok')
  await close()
})

test('without a token a connection is db.unavailable as often as it is tried, and open ones work on', async () => {
  let isDown = false
  const { answer, db, close } = open(() =>
    isDown ? Promise.reject(new Error('No identity.')) : Promise.resolve(token()),
  )
  expect(await answer()).toBe('ok')
  isDown = true
  const busy = outcome(db.execute(sql`select pg_sleep(1)`))
  for (let i = 0; i < 6; i++) expect(await answer()).toBe('db.unavailable') // three times the places of the pool
  expect(await busy).toBe('ok')
  expect(await answer()).toBe('ok')
  isDown = false
  expect(await Promise.all([answer(), answer(), answer()])).toEqual(['ok', 'ok', 'ok'])
  await close()
})

test('a token that does not come is db.unavailable after two seconds, and used when it comes', async () => {
  let arrive: (token: string) => void = () => {}
  const late = new Promise<string>((resolve) => (arrive = resolve))
  const { db, answer, close } = open(() => late)
  const began = Date.now()
  const error: unknown = await Promise.resolve(db.execute(sql`select 1`)).catch((error: unknown) => error)
  expect(toSafeError(error)).toMatchObject({ code: 'db.unavailable', category: 'retry_later' })
  expect(Date.now() - began).toBeLessThan(4_000)
  arrive(token())
  expect(await answer()).toBe('ok')
  await close()
})

test('off this machine a server whose certificate nobody trusts gets no token', async () => {
  const server = await startUntrustedServer()
  const { db, close } = open(async () => token(), 1, { hostname: '127.1', port: String(server.port) })
  const error = await Promise.resolve(db.execute(sql`select 1`)).catch((error: unknown) => error)
  expect(toSafeError(error).code).toBe('db.unavailable')
  expect(JSON.stringify((error as Error).cause)).toContain('DEPTH_ZERO_SELF_SIGNED_CERT')
  await Promise.all([close(), server.close()])
})
