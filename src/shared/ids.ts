declare const kind: unique symbol

/** A string of one kind. The compiler then refuses a tenant id where a run id is needed, though both are strings. */
type Id<Kind extends string> = string & { readonly [kind]: Kind }

/** `tenants.external_id`, a UUID: the tenant in URLs and in our tables. */
export type TenantId = Id<'TenantId'>
/** `tenants.app_key`: the tenant as the existing app names it, and what `policy_settings.tenant_id` holds. */
export type AppKey = Id<'AppKey'>
/** `tenants.entra_tenant_id`: the tenant in Entra and Graph. Used for nothing else. */
export type EntraTenantId = Id<'EntraTenantId'>
/** `runs.id`, a UUID. */
export type RunId = Id<'RunId'>
/** The id of an object in Graph. Unique only inside its collection. */
export type GraphId = Id<'GraphId'>

// Convert a string only where it was validated, or where it comes from a column of that kind.
export const toTenantId = (text: unknown): TenantId => String(text) as TenantId
export const toAppKey = (text: unknown): AppKey => String(text) as AppKey
export const toEntraTenantId = (text: unknown): EntraTenantId => String(text) as EntraTenantId
export const toRunId = (text: unknown): RunId => String(text) as RunId
export const toGraphId = (text: unknown): GraphId => String(text) as GraphId
