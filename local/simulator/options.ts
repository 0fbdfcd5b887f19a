import type { Clock } from '../clock'
import type { Collection } from './collections/record'
import type { Trust } from './entra/assertion'
import type { IdentityKeys } from '../identity/identities'
import type { Json } from './json'

export type ThrottleMode = 'documented' | 'tight' | 'off'

interface AnyTenant {
  entraTenantId: string
  /** Default: made from the id; `Contoso` for the demo tenant. */
  displayName?: string
}

/** A tenant with the policies of a folder of exported JSON. */
export interface ExportedTenant extends AnyTenant {
  data: string
  /** Makes assignments up for policies that have none in their file; groups are those of the demo tenant. */
  assign?: boolean
}

/** A tenant as an administrator knows it: see `demo/`. */
export interface DemoTenant extends AnyTenant {
  demo: true
  /** 0: an empty tenant. */
  policies: number
  /** Decides the copies, and with them their values. */
  seed: number
}

/** A tenant with random policies made from a seed, for tests. */
export interface SyntheticTenant extends AnyTenant {
  /** How many the tenant has, without those of collections that have theirs on top of that. */
  policies: number
  seed: number
  /** With values that are extreme for databases and indexes. */
  odd?: boolean
  /** Names of the collections that have policies. Default: all. The size of each one is the same as with all. */
  only?: readonly string[]
}

export type SimulatedTenant = ExportedTenant | DemoTenant | SyntheticTenant

export interface SimulatorOptions {
  /** 0: any free port. */
  port: number
  /** Folder for `ca.pem` and the server's own certificate. */
  certificates: string
  /** Default: one synthetic tenant of 50 policies. */
  tenants?: SimulatedTenant[]
  /** Added to every Graph and token request. */
  latencyMs?: number
  throttle?: ThrottleMode
  /** Folder with `configuration-settings`, `compliance-settings` and `intent-setting-definitions`, each `.jsonl.gz`. */
  definitions?: string
  /** Writes all manifest entries to this file as JSON lines before the simulator is ready. */
  manifest?: string
  /** Default: all that the simulator knows. */
  collections?: readonly Collection[]
  clock?: Clock
  log?: (line: string) => void
  clientId?: string
  clientSecret?: string
  /** What Entra accepts instead of the secret. Default: nothing. */
  certificate?: Trust['certificate']
  federated?: Trust['federated']
  /**
   * Gives out tokens of the managed identity to who shows `header`, each for so many seconds, and serves a vault. The identity is a federated credential of
   * the registration then.
   */
  identity?: { keys: IdentityKeys; header: string; seconds?: number }
}

export const defaultTenantId = '11111111-aaaa-4bbb-8ccc-000000000001'

/** One value that a policy sets. */
export interface ManifestEntry {
  source: string
  policyId: string
  /** Definition ids, property names and element indexes joined by `/`, with `/` and `%` inside a segment encoded. */
  path: string
  /** As Graph sends it: an option's item id, a plain value, an array of them; `[]` for an empty group. Absent for a secret. */
  value?: Json
  secret?: true
  definitionId?: string
  /** The value is in a navigation property that a list returns only with `$expand`. */
  expanded?: true
}
