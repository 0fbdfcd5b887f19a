declare const kind: unique symbol

/** A text of one kind. Each kind is a text, but none takes another's place: they look alike and mean different things. */
type Id<Kind extends string> = string & { readonly [kind]: Kind }

/** `tenants.external_id`, a UUID: the tenant in URLs and in our tables. */
export type TenantId = Id<'TenantId'>
/** `tenants.app_key`: the tenant as the existing app names it, and what `policy_settings.tenant_id` holds. */
export type AppKey = Id<'AppKey'>
/** `tenants.entra_tenant_id`: the tenant as Entra and Graph know it, used for nothing else. */
export type EntraTenantId = Id<'EntraTenantId'>
/** `runs.id`, a UUID. */
export type RunId = Id<'RunId'>
/** An object's id as Graph gives it, unique inside its collection only. */
export type GraphId = Id<'GraphId'>

// A text becomes an id where it is checked or comes from a column of that kind, and nowhere else.
export const toTenantId = (text: unknown): TenantId => String(text) as TenantId
export const toAppKey = (text: unknown): AppKey => String(text) as AppKey
export const toEntraTenantId = (text: unknown): EntraTenantId => String(text) as EntraTenantId
export const toRunId = (text: unknown): RunId => String(text) as RunId
export const toGraphId = (text: unknown): GraphId => String(text) as GraphId
