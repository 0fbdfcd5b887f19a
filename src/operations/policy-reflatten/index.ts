import * as z from 'zod'
import { toSafeError } from '../../shared/errors'
import { resolveDefinitions } from '../../intune/policy-types/resolve-definitions'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import { unpackRaw } from '../../intune/reading/raw'
import { policyTypes } from '../../intune/policy-types/registry'
import type { StoredPolicy } from '../../intune/store/read-policies'
import { endsTheRun } from '../ends-the-run'
import { logPolicyBug } from '../log-policy-bug'
import type { RunContext } from '../../runs/operation'
import { defineOperation, type Ports } from '../ports'

const Input = z.strictObject({})
const types: ReadonlyMap<string, PolicyType> = new Map(policyTypes.map((type) => [type.source, type]))

/**
 * Makes the rows of every stored policy again from its exact JSON, without Graph. Used after the naming rules changed or
 * missing definitions were loaded; `last_synced_at` stays the time when the policy was read.
 */
export const policyReflatten = defineOperation({
  name: 'policy.reflatten',
  input: Input,
  lane: 'sync',
  cooldownSeconds: 0,
  writesToTenant: false,
  async run(_input: z.infer<typeof Input>, ports, context) {
    const done = await ports.settings.done()
    const total = await ports.settings.countStored()
    let settled = 0
    for await (const policy of ports.settings.stored()) {
      context.signal.throwIfAborted()
      context.progress({ phase: 'flattening', done: settled++, total })
      if (!done.has(itemKey(policy))) await reflatten(policy, ports, context)
    }
    context.progress({ phase: 'writing', done: settled, total })
    return {}
  },
})

async function reflatten(policy: StoredPolicy, ports: Ports, context: RunContext): Promise<void> {
  const { source, graphId, graphPolicyId, raw } = policy
  const type = types.get(source)
  if (!type) return // a source that another version of this system wrote
  const { settings } = ports
  try {
    const full = await unpackRaw(raw)
    const names = await resolveDefinitions(type, full, (ids) => settings.definitions(type.catalog, ids, null))
    const [policyName, policyType] = [type.policyName(full), type.policyType(full)]
    const rows = type.flatten(full, names, settings.fingerprint)
    await settings.write({ source, graphId, graphPolicyId, policyName, policyType, rows, details: null })
  } catch (error) {
    if (endsTheRun(error, context.signal)) throw error
    const { code, message } = toSafeError(error)
    logPolicyBug(context, itemKey(policy), error)
    await settings.record({ key: itemKey(policy), source, label: graphId, outcome: 'failed', code, message })
  }
}

const itemKey = ({ source, graphPolicyId }: StoredPolicy) => `${source}/${graphPolicyId}`
