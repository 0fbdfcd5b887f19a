import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { systemClock } from '../clock'
import { Azure } from './azure/azure'
import { certificates } from './certificates'
import type { Collection } from './collections/record'
import { collections as all } from './collections/registry'
import { Control } from './control'
import { Directory } from './data/directory'
import { describeLoaded, type Loaded, loadExports } from './data/exports'
import { Tenant, type TenantKind } from './data/tenant'
import { demoCatalog } from './demo/definitions/index'
import { demoDirectory } from './demo/directory'
import { demoSource } from './demo/source'
import { ApiTokens, type ClaimChanges } from './entra/api-tokens'
import type { AdministratorName } from './entra/administrators'
import { Consent } from './entra/consent'
import { apiClientId, type DemoCallerName, demoCallers } from './entra/demo-callers'
import type { Registration } from './entra/endpoints'
import { IdTokens } from './entra/id-tokens'
import { SigningKeys } from './entra/signing-keys'
import { Tokens } from './entra/tokens'
import { type DefinitionCatalog, folderCatalog, joinCatalogs, noDefinitions } from './graph/definition-catalog'
import { SkipTokens } from './graph/skip-token'
import { loopback } from '../ports'
import { manifestOf, writeLines } from './manifest'
import { defaultTenantId, type ManifestEntry, type SimulatedTenant, type SimulatorOptions } from './options'
import { listen, type Services } from './server'
import { syntheticCatalog } from './synthetic/definitions'
import { syntheticDirectory } from './synthetic/directory'
import { syntheticSource } from './synthetic/tenant'
import { Faults } from './traffic/faults'
import { Stats } from './traffic/stats'
import { Throttle } from './traffic/throttle'

export interface Simulator {
  port: number
  url: string
  graphBaseUrl: string
  authorityHost: string
  /** The certificate authority that clients must trust (`NODE_EXTRA_CA_CERTS`). */
  caFile: string
  clientId: string
  clientSecret: string
  /** The client id of our API's own registration, for which callers' tokens are made. */
  apiClientId: string
  /** The result of loading each folder, by Entra tenant id. */
  loaded: Record<string, Loaded>
  control: Control
  /** The managed identity and the vault. Undefined: it was started without. */
  azure: Azure | undefined
  /** Yields every value that a tenant's policies set at this moment. */
  manifest(entraTenantId: string): Iterable<ManifestEntry>
  /** Returns a token of our API, by default the operator's. `claims` replace those that it has; `undefined` removes one. */
  apiToken(claims?: ClaimChanges, as?: DemoCallerName): string
  /** Returns the id token of somebody who signs in to our API in a tenant, by default its Global Administrator. */
  idToken(claims: ClaimChanges & { tid: string; nonce: string }, as?: AdministratorName): string
  stop(): Promise<void>
}

/** The default permissions: enough to read everything except secrets. */
const permissionsFor = (collections: readonly Collection[]) => [
  ...new Set(collections.flatMap(({ permissions: [least] }) => least ?? [])),
  'GroupMember.Read.All',
  'Organization.Read.All',
]

/** Starts Entra and Graph for the given tenants on one HTTPS port of this machine. Throws for invalid options. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const {
    clock = systemClock,
    log = console.log,
    clientId = 'local-tenantpilot',
    clientSecret = 'local-secret',
    collections = all,
    certificate,
    federated,
  } = options
  const now = () => clock.now()
  const wanted = options.tenants ?? [{ entraTenantId: defaultTenantId, policies: 50, seed: 1 }]
  const loaded: Record<string, Loaded> = {}
  const tenants = new Map(
    wanted.map((tenant) => [tenant.entraTenantId.toLowerCase(), makeTenant(tenant, collections, loaded)]),
  )
  const registration: Registration = {
    clientId,
    clientSecret,
    secret: 'ok',
    tokenSeconds: 3600,
    consent: new Consent(now),
    permissions: permissionsFor(collections),
    signIn: 'global',
    trust: { ...(certificate && { certificate }), ...(federated && { federated }) },
  }
  const azure = options.identity && new Azure({ ...options.identity, registration, now })
  for (const id of tenants.keys()) registration.consent.set(id, registration.permissions)
  const folder = options.definitions ? folderCatalog(options.definitions) : noDefinitions
  const catalogOf: Readonly<Record<TenantKind, () => DefinitionCatalog>> = {
    demo: () => joinCatalogs(demoCatalog(), folder),
    synthetic: () => joinCatalogs(syntheticCatalog(), folder),
    exported: () => folder,
  }
  const kinds = new Set([...tenants.values()].map(({ kind }) => kind))
  const catalogs = new Map([...kinds].map((kind) => [kind, catalogOf[kind]()]))
  const behaviour = { emptyPages: 5, shuffle: false, ignoreTop: false }
  const paging = { origin: '', tokens: new SkipTokens(), behaviour, listReads: 0 }
  const signingKeys = new SigningKeys()
  const apiTokens = new ApiTokens({
    keys: signingKeys,
    origin: () => paging.origin,
    now,
    seconds: () => registration.tokenSeconds,
  })
  const idTokens = new IdTokens({ keys: signingKeys, origin: () => paging.origin, now })
  const shared = {
    tenants,
    collections,
    registration,
    signingKeys,
    apiTokens,
    idTokens,
    tokens: new Tokens(`${clientSecret} signs`, now),
    faults: new Faults(now),
    stats: new Stats(now),
    throttle: new Throttle(options.throttle ?? 'documented', now),
    log,
    clock,
    azure,
    latency: { ms: options.latencyMs ?? 0 },
  }
  const definitions = (id: string) => catalogs.get(tenants.get(id.toLowerCase())?.kind ?? 'exported') ?? folder
  const control = new Control({ ...shared, behaviour, skipTokens: paging.tokens })
  const manifest = (id: string) => manifestOf(requireTenant(tenants, id), collections)
  const everything = function* () {
    for (const id of tenants.keys()) yield* manifest(id)
  }
  const api = { control, azure, manifest: (id: string | undefined) => (id === undefined ? everything() : manifest(id)) }
  const services: Services = { ...shared, data: { paging, definitions }, api }
  const own = await certificates(options.certificates)
  const { port, stop } = await listen(options.port, own, () => services)
  for (const [id, found] of Object.entries(loaded)) {
    const [counts, ...problems] = describeLoaded(found)
    log(`tenant ${id}: ${counts}`)
    for (const problem of problems) log(`  ${problem}`)
  }
  const url = `https://${loopback}:${port}`
  paging.origin = url
  if (azure) azure.origin = url
  azure?.credentials({ federated: true })
  if (options.manifest) await writeManifest(options.manifest, everything())
  return {
    port,
    url,
    graphBaseUrl: url,
    authorityHost: url,
    caFile: own.caFile,
    clientId,
    clientSecret,
    apiClientId,
    loaded,
    control,
    azure,
    manifest,
    apiToken: (claims, as = 'operator') => apiTokens.issue(demoCallers[as], claims),
    idToken: (claims, as = 'global') => idTokens.issue({ ...claims, as }, claims),
    stop,
  }
}

function makeTenant(
  tenant: SimulatedTenant,
  collections: readonly Collection[],
  loaded: Record<string, Loaded>,
): Tenant {
  const id = tenant.entraTenantId.toLowerCase()
  const { displayName = 'demo' in tenant ? 'Contoso' : `Simulated ${id.slice(0, 8)}` } = tenant
  const own = { id, displayName }
  if ('data' in tenant) {
    const { data, assign = false } = tenant
    const found = loadExports(data, collections, { assign })
    loaded[tenant.entraTenantId] = found.loaded
    const directory = assign ? demoDirectory() : new Directory()
    return new Tenant({ ...own, source: found.source, kind: 'exported', directory })
  }
  if ('demo' in tenant)
    return new Tenant({ ...own, source: demoSource(tenant, collections), kind: 'demo', directory: demoDirectory() })
  const source = syntheticSource(tenant, collections)
  return new Tenant({ ...own, source, kind: 'synthetic', directory: syntheticDirectory() })
}

function requireTenant(tenants: ReadonlyMap<string, Tenant>, id: string): Tenant {
  const tenant = tenants.get(id.toLowerCase())
  if (!tenant) throw new Error(`there is no simulated tenant ${id}; there are ${[...tenants.keys()].join(', ')}`)
  return tenant
}

async function writeManifest(file: string, entries: Iterable<ManifestEntry>): Promise<void> {
  const out = createWriteStream(file)
  await writeLines(out, entries)
  out.end()
  await finished(out)
}
