import { randomUUID } from 'node:crypto'
import { type DemoCallerName, demoCallers, homeTenantId } from '../../local/simulator/entra/demo-callers'
import { seed } from '../../local/postgres/fresh'
import { apiRoutes } from '../../src/http/routes'
import { workerRoutes } from '../../src/http/routes/operations'
import { readinessRoutes } from '../../src/http/routes/readiness'
import type { Route } from '../../src/http/route'
import { operationRecords } from '../../src/operations/registry'
import { capabilities, roles, type Role } from '../../src/shared/capabilities'
import { type Answered, type Backend, startBackend } from '../support/backend'
import { addTenant } from '../support/database'
import { admitTest } from '../support/runs'

jest.setTimeout(120_000)

// every route, every kind of caller, his own objects and those of another workspace
const routes: Route<never>[] = [...apiRoutes(operationRecords.values()), ...workerRoutes, ...readinessRoutes]
const guarded = routes.filter(({ needs }) => needs !== null)

let backend: Backend
let foreign: Awaited<ReturnType<typeof seed>>
beforeAll(async () => {
  backend = await startBackend({ content: { policies: 1, seed: 1 } })
  foreign = await seed(backend.database.db, randomUUID())
  // the demo callers have no grant in the other workspace
  await backend.database.sql`delete from grants where workspace_id = ${foreign.workspaceId}`
})
afterAll(() => backend.stop())

/** Makes objects of their own for one request, so that no request changes those of another. */
async function pathOf(route: Route<never>, owner: 'own' | 'foreign'): Promise<string> {
  const { sql } = backend.database
  const workspaceId = owner === 'own' ? backend.database.tenant.workspaceId : foreign.workspaceId
  const tenant = route.path.includes('{tenantId}') ? await addTenant(backend.database) : null
  if (tenant) await sql`update tenants set workspace_id = ${workspaceId} where external_id = ${tenant.externalId}`
  const runId = route.path.includes('{runId}')
    ? (await admitTest(backend.database, { ...(tenant && { tenantId: tenant.externalId }), workspaceId })).runId
    : ''
  const [grant] = route.path.includes('{grantId}')
    ? await sql`insert into grants (workspace_id, tid, oid, role, granted_by)
        values (${workspaceId}, ${homeTenantId}, ${randomUUID()}, 'reader', 'test') returning id`
    : []
  const ids: Record<string, string> = {
    workspaceId,
    tenantId: tenant?.externalId ?? '',
    runId,
    grantId: String(grant?.id),
    operation: 'policy.sync',
  }
  return route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => ids[name]!)
}

async function ask(route: Route<never>, headers: Record<string, string>, owner: 'own' | 'foreign' = 'own') {
  const path = await pathOf(route, owner)
  const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : bodyOf(route)
  return backend.send(route.method, path, { headers, ...(body ? { body } : {}) })
}

/** The example's body, with an Entra tenant that nobody has registered yet. */
function bodyOf({ name, example }: Route<never>): object | undefined {
  const fresh = name === 'registerTenant' ? { entraTenantId: randomUUID() } : {}
  const known = name === 'giveGrant' ? { tid: homeTenantId, oid: randomUUID() } : {}
  return example.body && { ...example.body, ...fresh, ...known }
}

const refused = ({ status, body }: Answered) => ({ status, code: body?.code })

/** True for an answer of the route itself: neither of the check of tokens nor of grants. */
const isLetIn = ({ status, body }: Answered) => ![401, 403].includes(status) && body?.code !== 'internal.bug'

const names = guarded.map((route) => [route.name, route] as const)

const past = Math.floor(Date.now() / 1000) - 7_200
const badTokens: Record<string, (b: Backend) => Record<string, string>> = {
  none: () => ({}),
  'a function key': (b) => ({ 'x-functions-key': b.host.masterKey }),
  expired: (b) => b.tokenOf('owner', { iat: past, nbf: past, exp: past + 3_600 }),
  'another audience': (b) => b.tokenOf('owner', { aud: randomUUID() }),
  'another issuer': (b) => b.tokenOf('owner', { iss: 'https://sts.windows.net/x/' }),
  'version 1': (b) => b.tokenOf('owner', { ver: '1.0' }),
  'algorithm none': (b) => unsigned(b.tokenOf('owner').authorization),
  'an unknown key': (b) => withKeyId(b.tokenOf('owner').authorization),
  'an id that is no GUID': (b) => b.tokenOf('owner', { oid: 'admin' }),
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
const unsigned = (header: string) => {
  const claims = header.split('.')[1]!
  return { authorization: `Bearer ${encode({ typ: 'JWT', alg: 'none' })}.${claims}.` }
}
const withKeyId = (header: string) => {
  const [, claims, signature] = header.split('.')
  return { authorization: `Bearer ${encode({ typ: 'JWT', alg: 'RS256', kid: 'unknown' })}.${claims}.${signature}` }
}

test.each(Object.entries(badTokens))('%s: 401 from every route', async (_what, headers) => {
  for (const [name, route] of names)
    expect({ name, status: (await ask(route, headers(backend))).status }).toEqual({ name, status: 401 })
})

const unfit: Record<string, (b: Backend) => Record<string, string>> = {
  'delegated without the scope': (b) => b.tokenOf('owner', { scp: 'profile' }),
  'a service without our app roles': (b) => b.tokenOf('service', { roles: ['Other'] }),
  'a service without ActAs for somebody': (b) => ({ ...b.tokenOf('service'), 'x-acting-user': actingUser('owner') }),
  'a person for somebody': (b) => ({ ...b.tokenOf('owner'), 'x-acting-user': actingUser('owner') }),
}

function actingUser(name: DemoCallerName): string {
  const { tid, oid } = demoCallers[name]
  return `${tid}/${oid}`
}

test.each(Object.entries(unfit))('%s: 403 from every route', async (_what, headers) => {
  for (const [name, route] of names)
    expect({ name, ...refused(await ask(route, headers(backend))) }).toEqual({ name, status: 403, code: 'auth.not_permitted' }) // prettier-ignore
})

interface Kind {
  headers: (b: Backend) => Record<string, string>
  /** In the workspace; null: no grant. */
  role: Role | null
  acting?: true
}

const acting = (name: DemoCallerName) => (b: Backend) => ({ ...b.tokenOf('actas'), 'x-acting-user': actingUser(name) })

const kinds: Record<string, Kind> = {
  reader: { headers: (b) => b.tokenOf('reader'), role: 'reader' },
  operator: { headers: (b) => b.tokenOf('operator'), role: 'operator' },
  manager: { headers: (b) => b.tokenOf('manager'), role: 'manager' },
  owner: { headers: (b) => b.tokenOf('owner'), role: 'owner' },
  'a service with a grant': { headers: (b) => b.tokenOf('service'), role: 'operator' },
  'a service without a grant': { headers: (b) => b.tokenOf('service', { oid: randomUUID() }), role: null },
  'a person of another tenant': { headers: (b) => b.tokenOf('stranger'), role: null },
  'a person who operates': { headers: (b) => b.tokenOf('operations'), role: null },
  'a service for a reader': { headers: acting('reader'), role: 'reader', acting: true },
  'a service for an owner': { headers: acting('owner'), role: 'manager', acting: true },
  'a service for a stranger': { headers: acting('stranger'), role: null, acting: true },
}

const withGrant = names.flatMap(([name, route]) => (route.needs && route.needs !== 'Operations' ? [[name, route, route.needs] as const] : [])) // prettier-ignore

test.each(Object.entries(kinds))('%s: what the role allows, and 403 for the rest', async (_what, kind) => {
  for (const [name, route, needs] of withGrant) {
    const answer = await ask(route, kind.headers(backend))
    const { role, inPerson } = capabilities[needs]
    const allowed = kind.role !== null && roles.indexOf(kind.role) >= roles.indexOf(role) && !(inPerson && kind.acting)
    expect({ name, letIn: isLetIn(answer), is403: answer.status === 403 }).toEqual({
      name,
      letIn: allowed,
      is403: !allowed,
    })
  }
})

test.each(Object.entries(kinds))(
  '%s: 403 with the same body for every object of another workspace',
  async (_what, { headers }) => {
    const bodies = new Set<string>()
    for (const [name, route] of withGrant.filter(([, { path }]) => path.includes('{'))) {
      const { status, body } = await ask(route, headers(backend), 'foreign')
      expect({ name, status }).toEqual({ name, status: 403 })
      bodies.add(JSON.stringify(body))
    }
    expect(bodies.size).toBe(1)
  },
)

test('a service that may only operate reads nothing of tenants, whatever its account was granted', async () => {
  const headers = backend.tokenOf('service', { roles: ['Operations'] })
  for (const [name, route] of withGrant)
    expect({ name, ...refused(await ask(route, headers)) }).toEqual({ name, status: 403, code: 'auth.not_permitted' })
})

test('routes of the operations let in who has the app role, and nobody else', async () => {
  for (const [name, route] of names.filter(([, { needs }]) => needs === 'Operations')) {
    for (const [kind, { headers }] of Object.entries(kinds)) {
      const answer = await ask(route, headers(backend))
      expect({ name, kind, letIn: isLetIn(answer) }).toEqual({ name, kind, letIn: kind === 'a person who operates' })
    }
  }
})

test('routes without a token are those that say nothing of tenants', () => {
  const open = routes.filter(({ needs }) => needs === null).map(({ name }) => name)
  expect(open.toSorted()).toEqual(['consentCallback', 'consentConfirm', 'consentSignedIn', 'healthReady', 'openApi'])
})
