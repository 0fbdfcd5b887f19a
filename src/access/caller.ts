/** An account in Entra: `tid` is its tenant, `oid` its object id there. Both are lower-case UUIDs. Never an email address or a name. */
export interface Principal {
  tid: string
  oid: string
}

/** App roles of the API's registration. `Operations` alone may also be given to people. */
export const appRoles = ['Service', 'ActAs', 'Operations'] as const
export type AppRole = (typeof appRoles)[number]

/** Who sent a request, as the access token proves it. */
export interface Caller extends Principal {
  kind: 'person' | 'service'
  appRoles: readonly AppRole[]
  /** For whom a service with the app role `ActAs` calls (`X-Acting-User`). */
  actingFor: Principal | null
}

/** What rows and logs say of an account. */
export const principalText = ({ tid, oid }: Principal): string => `${tid}/${oid}`
