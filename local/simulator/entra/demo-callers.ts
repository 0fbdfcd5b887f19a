import type { AppRole } from '../../../src/access/caller'

/** The Entra tenant in which the API and its callers live. It manages nothing. */
export const homeTenantId = '22222222-aaaa-4bbb-8ccc-000000000002'

/** Another company's tenant. */
const strangerTenantId = '33333333-aaaa-4bbb-8ccc-000000000003'

/** The client id of the API's own registration, and the audience of its tokens. */
export const apiClientId = 'a0000000-0000-4000-8000-0000000000a1'

interface AnyCaller {
  tid: string
  oid: string
  name: string
  appRoles: readonly AppRole[]
}

/** Somebody who signed in. */
export interface DemoPerson extends AnyCaller {
  kind: 'person'
  username: string
}

/** A service principal; its client can ask for a token by itself. */
export interface DemoService extends AnyCaller {
  kind: 'service'
  clientId: string
  clientSecret: string
}

export type DemoCaller = DemoPerson | DemoService

const id = (kind: 'b' | 'c' | 'd', number: number) => `${kind}0000000-0000-4000-8000-00000000000${number}`

const person = (number: number, name: string, appRoles: readonly AppRole[] = []): DemoPerson => ({
  kind: 'person',
  tid: homeTenantId,
  oid: id('b', number),
  name,
  username: `${name.split(' ')[0]!.toLowerCase()}@msp.example`,
  appRoles,
})

const service = (number: number, name: string, appRoles: readonly AppRole[]): DemoService => ({
  kind: 'service',
  tid: homeTenantId,
  oid: id('c', number),
  name,
  clientId: id('d', number),
  clientSecret: `local-secret-${number}`,
  appRoles,
})

/** Who calls the API on this machine, by what it is for. A name is also the role where it is one. */
export const demoCallers = {
  reader: person(1, 'Rita Reader'),
  operator: person(2, 'Omar Operator'),
  manager: person(3, 'Mona Manager'),
  owner: person(4, 'Otto Owner'),
  /** May look after the backend itself, and has no grant. */
  operations: person(5, 'Olga Operations', ['Operations']),
  /** Has no grant, and comes from elsewhere. */
  stranger: { ...person(6, 'Sam Stranger'), tid: strangerTenantId, username: 'sam@stranger.example' },
  service: service(1, 'A service', ['Service']),
  /** The existing app, which calls for its users. */
  actas: service(2, 'The web app', ['Service', 'ActAs']),
} as const satisfies Record<string, DemoCaller>

export type DemoCallerName = keyof typeof demoCallers

export const demoCallerNames = Object.keys(demoCallers) as DemoCallerName[]

/** A service that no app role was assigned to: Entra gives it tokens all the same. */
export const serviceWithoutRoles: DemoService = service(3, 'A service without app roles', [])

/** Throws for a name that no demo caller has. */
export function demoCaller(name: string): DemoCaller {
  const known = demoCallerNames.find((each) => each === name)
  if (!known) throw new Error(`there is no caller ${name}; there are ${demoCallerNames.join(', ')}`)
  return demoCallers[known]
}
