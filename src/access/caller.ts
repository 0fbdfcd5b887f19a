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

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const principalForm = new RegExp(`^(${guid})/(${guid})$`, 'i')

/** Reads `tid/oid`, in any case. Undefined: it is not of this form. */
export function readPrincipal(text: string): Principal | undefined {
  const [, tid, oid] = principalForm.exec(text) ?? []
  return tid && oid ? { tid: tid.toLowerCase(), oid: oid.toLowerCase() } : undefined
}

/** What the audit log says of who did something. */
export const auditedBy = (caller: Caller) => ({
  actor: principalText(caller),
  actorKind: caller.kind,
  actingFor: caller.actingFor && principalText(caller.actingFor),
})
