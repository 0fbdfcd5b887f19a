import { type Clock, ManualClock } from '../clock'
import type { Collection } from './collections/record'
import { assignmentFilter, group } from './data/directory'
import type { Leaf } from './data/leaves/leaf'
import type { Policy } from './data/policy'
import { store } from './data/stored-policy'
import type { Tenant } from './data/tenant'
import { wholePolicy } from './data/whole-policy'
import type { ApiTokens, TokenFlaws } from './entra/api-tokens'
import { administratorName } from './entra/administrators'
import { demoCaller } from './entra/demo-callers'
import type { Registration } from './entra/endpoints'
import type { SigningKeys } from './entra/signing-keys'
import type { Tokens } from './entra/tokens'
import type { Behaviour } from './graph/page'
import type { SkipTokens } from './graph/skip-token'
import { type Json, type JsonObject, isObject } from './json'
import type { ThrottleMode } from './options'
import type { ArmedFault, Fault, Faults } from './traffic/faults'
import type { Stats, StatsReport } from './traffic/stats'
import type { Throttle } from './traffic/throttle'

export interface ControlServices {
  tenants: ReadonlyMap<string, Tenant>
  collections: readonly Collection[]
  faults: Faults
  stats: Stats
  throttle: Throttle
  registration: Registration
  tokens: Tokens
  apiTokens: ApiTokens
  signingKeys: SigningKeys
  clock: Clock
  /** Milliseconds added to every request. */
  latency: { ms: number }
  behaviour: Behaviour
  skipTokens: SkipTokens
}

/** The behaviour that can be changed while the simulator runs. */
export interface Behaviours extends Behaviour {
  latencyMs: number
  throttle: ThrottleMode
  tokenSeconds: number
}

export type SecretState = Registration['secret']

/** A change of one value, found by its path or its definition id. */
export interface SettingChange {
  path?: string
  definitionId?: string
  value: Json
}

/** All operations of the control API, for tests in the same process. Throws for an invalid call. */
export class Control {
  readonly #services: ControlServices

  constructor(services: ControlServices) {
    this.#services = services
  }

  addFault(fault: Fault): ArmedFault {
    return this.#services.faults.add(fault)
  }

  faults(): ArmedFault[] {
    return this.#services.faults.list()
  }

  clearFaults(): void {
    this.#services.faults.clear()
  }

  stats(): StatsReport {
    return this.#services.stats.report()
  }

  resetStats(): void {
    this.#services.stats.reset()
  }

  /**
   * Sets the state of the client secret and revokes all tokens. Returns a note where that changes nothing for the app: it signs in
   * by its managed identity first.
   */
  secret(state: SecretState): string | undefined {
    if (!['ok', 'wrong', 'expired'].includes(state)) throw new Error('state must be ok, wrong or expired')
    const { registration } = this.#services
    registration.secret = state
    this.revokeTokens()
    return (
      registration.trust.federated &&
      'the app signs in by its managed identity, so the secret matters only after "npm run sim -- reader --no-federated"'
    )
  }

  /**
   * Sets the consented application permissions of a tenant; existing tokens keep theirs, and new ones have these after `afterMs`
   * (with Entra: minutes).
   */
  roles(tenant: string, roles: string[], afterMs = 0): void {
    if (!Array.isArray(roles)) throw new Error('roles must be a list of permissions')
    if (!(afterMs >= 0)) throw new Error('afterMs must be a number')
    this.#services.registration.consent.set(this.#tenant(tenant).id, roles, afterMs)
  }

  /** Sets whether a tenant has a licence for a collection; without it Graph answers 400. */
  licence(tenant: string, collection: string, licensed: boolean): void {
    const { unlicensed } = this.#tenant(tenant)
    const { name } = this.#collection(collection)
    if (licensed) unlicensed.delete(name)
    else unlicensed.add(name)
  }

  /** Creates or renames a group; null deletes it. */
  group(tenant: string, id: string, displayName: string | null): void {
    const { groups } = this.#tenant(tenant).directory
    if (displayName === null) groups.delete(id.toLowerCase())
    else groups.set(id.toLowerCase(), group(id, displayName))
  }

  /** Creates or renames an assignment filter; null deletes it. */
  filter(tenant: string, id: string, displayName: string | null): void {
    const { filters } = this.#tenant(tenant).directory
    if (displayName === null) filters.delete(id.toLowerCase())
    else filters.set(id.toLowerCase(), assignmentFilter(id, displayName))
  }

  /** Invalidates all existing skip tokens; Graph answers them with 400. */
  expireSkipTokens(): void {
    this.#services.skipTokens.expire()
  }

  revokeTokens(): void {
    this.#services.tokens.revoke()
  }

  /** Returns a token of our API for a demo caller, and when it expires (ISO 8601). */
  apiToken(as: string, flaws?: TokenFlaws): { accessToken: string; expiresOn: string } {
    return this.#services.apiTokens.fetch(demoCaller(as), flaws)
  }

  /** Says which account of a tenant signs in from now on. */
  signIn(as: string): void {
    this.#services.registration.signIn = administratorName(as)
  }

  /** Makes a new key sign the tokens of our API. The one before counts until the next time. */
  rotateSigningKey(): void {
    this.#services.signingKeys.rotate()
  }

  /** Changes the given behaviour and returns all of it. */
  behave(changes: Partial<Behaviours>): Behaviours {
    const { behaviour, throttle, latency, registration } = this.#services
    const { latencyMs, throttle: mode, tokenSeconds, emptyPages, shuffle, ignoreTop, ...unknown } = changes
    const names = Object.keys(unknown)
    if (names.length > 0) throw new Error(`there is no behaviour ${names.join(', ')}`)
    for (const [name, value] of Object.entries({ latencyMs, tokenSeconds, emptyPages }))
      if (value !== undefined && !isCount(value)) throw new Error(`${name} must be a whole number from 0 to ${mostMs}`)
    for (const [name, value] of Object.entries({ shuffle, ignoreTop }))
      if (value !== undefined && typeof value !== 'boolean') throw new Error(`${name} must be true or false`)
    if (mode !== undefined && !['documented', 'tight', 'off'].includes(mode))
      throw new Error('throttle must be documented, tight or off')
    if (latencyMs !== undefined) latency.ms = latencyMs
    if (mode !== undefined) throttle.mode = mode
    if (tokenSeconds !== undefined) registration.tokenSeconds = tokenSeconds
    if (emptyPages !== undefined) behaviour.emptyPages = emptyPages
    if (shuffle !== undefined) behaviour.shuffle = shuffle
    if (ignoreTop !== undefined) behaviour.ignoreTop = ignoreTop
    return { ...behaviour, latencyMs: latency.ms, throttle: throttle.mode, tokenSeconds: registration.tokenSeconds }
  }

  /** Moves the clock by `ms`. Throws when it is not a `ManualClock`. */
  advance(ms: number): void {
    const { clock } = this.#services
    if (!(clock instanceof ManualClock)) throw new Error('the simulator runs on the real clock, which cannot be moved')
    if (!(ms >= 0)) throw new Error('ms must be a number')
    clock.advance(ms)
  }

  /** Returns ids, names and setting counts of a collection. */
  list(tenant: string, collection: string): JsonObject[] {
    return [...this.#tenant(tenant).policies(this.#collection(collection).name)].map((policy) => {
      const { name, displayName } = policy.item()
      return { id: policy.id, name: name ?? displayName ?? null, settings: policy.list('settings').size }
    })
  }

  /** Returns a copy of the whole policy. */
  get(tenant: string, collection: string, id: string): JsonObject {
    const found = this.#collection(collection)
    return structuredClone(wholePolicy(found, this.#policy(tenant, found.name, id)))
  }

  /** Creates or replaces a policy; missing properties get Graph's defaults. */
  put(tenant: string, collection: string, id: string, json: Json): void {
    if (!isObject(json)) throw new Error('a policy is a JSON object')
    const found = this.#collection(collection)
    this.#tenant(tenant).put(found.name, store(found, { ...this.#dates(json), id }, id).policy)
  }

  /** Replaces the given properties of a policy. */
  patch(tenant: string, collection: string, id: string, json: Json): void {
    if (!isObject(json)) throw new Error('a policy is a JSON object')
    this.put(tenant, collection, id, { ...this.get(tenant, collection, id), ...this.#dates(json) })
  }

  remove(tenant: string, collection: string, id: string): void {
    if (!this.#tenant(tenant).remove(this.#collection(collection).name, id))
      throw new Error(`no ${collection} with id ${id}`)
  }

  /** Changes one value of a policy. Returns its path and both values. */
  setSetting(tenant: string, collection: string, id: string, change: SettingChange): JsonObject {
    if (!isObject(change) || change['value'] === undefined) throw new Error('path, definitionId or value is missing')
    const json = this.get(tenant, collection, id)
    const leaf = find(this.#collection(collection).leaves(json), change)
    if (!leaf) throw new Error(`policy ${id} has no value at ${JSON.stringify(change.path ?? change.definitionId)}`)
    const before = leaf.value
    leaf.set(change.value)
    this.patch(tenant, collection, id, withoutDate(json))
    return { path: leaf.path, before, after: change.value }
  }

  #collection(name: string): Collection {
    const found = this.#services.collections.find((collection) => collection.name === name)
    if (!found) throw new Error(`there is no collection ${name}`)
    return found
  }

  #tenant(id: string): Tenant {
    const { tenants } = this.#services
    const tenant = tenants.get(id.toLowerCase())
    if (!tenant) throw new Error(`there is no simulated tenant ${id}; there are ${[...tenants.keys()].join(', ')}`)
    return tenant
  }

  #policy(tenant: string, collection: string, id: string): Policy {
    const policy = this.#tenant(tenant).get(collection, id)
    if (!policy) throw new Error(`no ${collection} with id ${id}`)
    return policy
  }

  /** Sets `lastModifiedDateTime` to now, unless the edit sets it. */
  #dates(json: JsonObject): JsonObject {
    return { lastModifiedDateTime: new Date(this.#services.clock.now()).toISOString(), ...json }
  }
}

function find(leaves: Iterable<Leaf>, { path, definitionId }: SettingChange): Leaf | undefined {
  const wanted = definitionId?.toLowerCase()
  return [...leaves].find((l) => (path === undefined ? l.definitionId?.toLowerCase() === wanted : l.path === path))
}

/** The longest that a timer waits. */
const mostMs = 2 ** 31 - 1

const isCount = (value: number) => Number.isInteger(value) && value >= 0 && value <= mostMs

function withoutDate(json: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([key]) => key !== 'lastModifiedDateTime'))
}
