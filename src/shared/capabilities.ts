/** What a caller may do in a workspace; each role may all that the ones before it may. */
export const roles = ['reader', 'operator', 'manager', 'owner'] as const
export type Role = (typeof roles)[number]

/** Something that a grant allows: routes and operations name one. */
export interface Capability {
  /** What a person calls it. */
  label: string
  /** The least role that has it. */
  role: Role
  /** What a grant must cover: the tenant, or the whole workspace. */
  on: 'tenant' | 'workspace'
  /** True: never on behalf of somebody else (`X-Acting-User`). */
  inPerson?: true
}

const registry = {
  'policies.read': { label: 'Search settings and policies', role: 'reader', on: 'tenant' },
  'policies.sync': { label: 'Sync policies', role: 'operator', on: 'tenant' },
  'runs.read': { label: 'Follow runs', role: 'reader', on: 'tenant' },
  'runs.rerun': { label: 'Run failed items again', role: 'operator', on: 'tenant' },
  'runs.cancel': { label: 'Cancel runs', role: 'operator', on: 'tenant' },
  'notifications.read': { label: 'See what one is told of runs', role: 'reader', on: 'tenant' },
  'schedules.read': { label: 'See schedules', role: 'reader', on: 'tenant' },
  'schedules.edit': { label: 'Set and remove schedules', role: 'manager', on: 'tenant' },
  'tenants.read': { label: 'See tenants', role: 'reader', on: 'tenant' },
  'tenants.verify': { label: 'Verify a tenant', role: 'operator', on: 'tenant' },
  'tenants.edit': { label: 'Rename and pause tenants', role: 'manager', on: 'tenant' },
  'tenants.register': { label: 'Register tenants', role: 'manager', on: 'workspace' },
  'tenants.activate': { label: 'Ask for consent to a tenant', role: 'manager', on: 'tenant', inPerson: true },
  'tenants.remove': { label: 'Remove tenants', role: 'owner', on: 'tenant' },
  'grants.read': { label: 'See grants', role: 'manager', on: 'workspace' },
  'grants.edit': { label: 'Give and take grants', role: 'manager', on: 'workspace', inPerson: true },
  'audit.read': { label: 'Read the audit log', role: 'manager', on: 'workspace' },
} as const satisfies Record<string, Capability>

/** The name of a capability. */
export type CapabilityName = keyof typeof registry

/** Everything that a grant can allow. What the app role `Operations` allows has no capability: it belongs to no workspace. */
export const capabilities: Readonly<Record<CapabilityName, Capability>> = registry
