/** Microsoft Graph by its application id. */
const graphAppId = '00000003-0000-0000-c000-000000000000'

/** Other resources that every tenant has: Azure, Service Bus, Storage, PostgreSQL. Graph refuses their tokens. */
const others: ReadonlySet<string> = new Set([
  'https://management.azure.com',
  'https://servicebus.azure.net',
  'https://storage.azure.com',
  'https://ossrdbms-aad.database.windows.net',
])

const bare = (resource: string) => resource.replace(/\/+$/, '').toLowerCase()

/** True for an audience that Graph accepts. `origin`: where it is simulated, as a sovereign cloud has its own. */
export function isGraph(resource: string, origin: string): boolean {
  return isNamed(resource, ['https://graph.microsoft.com', graphAppId, origin])
}

/** True when the resource has one of these names; its case and slashes at its end do not count. */
export function isNamed(resource: string, names: readonly string[]): boolean {
  return names.includes(bare(resource))
}

/** True for a resource that exists in every tenant. Entra refuses others (AADSTS500011). */
export function isKnownResource(resource: string, origin: string): boolean {
  return isGraph(resource, origin) || others.has(bare(resource))
}
