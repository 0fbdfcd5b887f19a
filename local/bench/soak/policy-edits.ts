import type { JsonObject } from '../../simulator/json'
import type { ManifestEntry } from '../../simulator/options'
import type { Random } from '../../simulator/seed'

/** Calls the simulator's control API and returns the body as text. */
export type Control = (method: string, path: string, body?: unknown) => Promise<string>

export interface ListedPolicy {
  id: string
  settings: number
}

const collection = 'configurationPolicies'

/** Changes policies of the simulated tenant. Each edit resolves with false when there was nothing to edit. */
export class PolicyEdits {
  readonly #control: Control
  readonly #tenant: string
  /** As they were before the edit, oldest first. */
  readonly #originals = new Map<string, JsonObject>()

  constructor(control: Control, tenant: string) {
    this.#control = control
    this.#tenant = tenant
  }

  async list(): Promise<ListedPolicy[]> {
    return JSON.parse(await this.#control('GET', `tenants/${this.#tenant}/${collection}`)) as ListedPolicy[]
  }

  /** Changes one number or one yes or no, wherever it is. */
  async change(dice: Random): Promise<boolean> {
    const lines = (await this.#control('GET', `manifest/${this.#tenant}`)).split('\n').filter(Boolean)
    const entries = lines.map((line) => JSON.parse(line) as ManifestEntry)
    const plain = entries.filter(
      ({ source, value }) => source !== collection && ['boolean', 'number'].includes(typeof value),
    )
    if (plain.length === 0) return false
    const { source, policyId, path, value } = dice.pick(plain)
    const changed = typeof value === 'number' ? value + 1 : !value
    await this.#control('POST', `tenants/${this.#tenant}/${source}/${policyId}/setting`, { path, value: changed })
    return true
  }

  /** Removes one setting of one policy. */
  async deleteSetting(dice: Random): Promise<boolean> {
    return this.#edit(dice, async (path, policy) => {
      const settings = policy['settings'] as JsonObject[]
      const without = settings.toSpliced(dice.int(settings.length), 1)
      await this.#control('PUT', path, { ...policy, settings: without })
    })
  }

  async deletePolicy(dice: Random): Promise<boolean> {
    return this.#edit(dice, async (path) => void (await this.#control('DELETE', path)))
  }

  /** Puts back the policy that was edited first. */
  async restore(): Promise<boolean> {
    const [oldest] = this.#originals
    if (!oldest) return false
    await this.#control('PUT', this.#path(oldest[0]), oldest[1])
    this.#originals.delete(oldest[0])
    return true
  }

  async #edit(dice: Random, edit: (path: string, policy: JsonObject) => Promise<void>): Promise<boolean> {
    const untouched = (await this.list()).filter(({ id, settings }) => settings > 1 && !this.#originals.has(id))
    if (untouched.length === 0) return false
    const { id } = dice.pick(untouched)
    // without its date, so that the simulator sets the time of the edit, as Graph does
    const { lastModifiedDateTime: _, ...policy } = JSON.parse(await this.#control('GET', this.#path(id))) as JsonObject
    await edit(this.#path(id), policy)
    this.#originals.set(id, policy)
    return true
  }

  #path(id: string): string {
    return `tenants/${this.#tenant}/${collection}/${id}`
  }
}
