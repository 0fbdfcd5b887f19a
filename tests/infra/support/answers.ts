import { madeGuid, place, type Value } from './functions'

/** What Azure and Entra answer for what they make, as far as the sources read it. `name` is the full name of the resource. */
const answers: Readonly<Record<string, (name: string) => Record<string, Value>>> = {
  'Microsoft.DBforPostgreSQL/flexibleServers': (name) => ({
    properties: { fullyQualifiedDomainName: `${name}.postgres.database.azure.com` },
  }),
  'Microsoft.Insights/components': (name) => ({
    properties: { ConnectionString: `InstrumentationKey=${madeGuid(name)};IngestionEndpoint=https://example.com/` },
  }),
  'Microsoft.KeyVault/vaults': (name) => ({ properties: { vaultUri: `https://${name}.vault.azure.net/` } }),
  'Microsoft.ManagedIdentity/userAssignedIdentities': (name) => ({
    properties: { principalId: madeGuid('principal', name), clientId: madeGuid('client', name) },
  }),
  'Microsoft.Network/virtualNetworks': () => ({}),
  'Microsoft.Storage/storageAccounts': (name) => ({
    properties: { primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/` } },
  }),
  'Microsoft.Web/sites': (name) => ({ properties: { defaultHostName: `${name}.azurewebsites.net` } }),
  'Microsoft.Graph/applications': (name) => ({ appId: madeGuid('app', name), id: madeGuid('object', name) }),
}

/** The resource with what its service adds. */
export function answered(
  type: string,
  name: string,
  body: Record<string, Value>,
  scope: string,
): Record<string, Value> {
  const graph = type.startsWith('Microsoft.Graph/')
  const { properties, ...more } = answers[type]?.(name) ?? {}
  const own = (body['properties'] ?? {}) as Record<string, Value>
  return {
    ...body,
    ...(graph ? {} : { id: idOf(type, name, scope), name: name.split('/').at(-1)! }),
    ...(graph ? {} : { properties: { ...own, ...(properties as Record<string, Value> | undefined) } }),
    ...more,
  }
}

/** The id of a resource: `scope` is the id of the resource that it extends, of its resource group or of the subscription. */
function idOf(type: string, name: string, scope: string): string {
  if (type === 'Microsoft.Resources/resourceGroups')
    return `/subscriptions/${place.subscriptionId}/resourceGroups/${name}`
  const [provider, ...kinds] = type.split('/')
  const names = name.split('/')
  return `${scope}/providers/${provider}/${kinds.map((kind, i) => `${kind}/${names[i]}`).join('/')}`
}
