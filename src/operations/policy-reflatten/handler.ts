import type { DefinitionCache } from '../../intune/definitions/definition-cache'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import { resolveDefinitions } from '../../intune/policy-types/resolve-definitions'
import { unpackRaw } from '../../intune/reading/raw'
import type { StoredPolicy } from '../../intune/store/read-policies'
import type { Fingerprint } from '../../intune/stored/fingerprint'
import { idWithSource } from '../../intune/stored/policy-id'
import { defineOperation, type Operation, type RunContext } from '../../runs/operation'
import { toSafeError } from '../../shared/errors'
import { endsTheRun } from '../ends-the-run'
import { logPolicyBug } from '../log-policy-bug'
import type { OpenStore, RunStore } from '../run-store'
import { policyReflatten } from './record'

interface Deps {
  types: readonly PolicyType[]
  openStore: OpenStore
  newDefinitionCache: () => DefinitionCache
  fingerprint: Fingerprint
}

/** What all policies of one run share. */
interface Reflattening {
  types: ReadonlyMap<string, PolicyType>
  store: RunStore
  definitionCache: DefinitionCache
  fingerprint: Fingerprint
  context: RunContext
}

/** Makes the operation that makes the rows of stored policies again. */
export function createPolicyReflatten({ types, openStore, newDefinitionCache, fingerprint }: Deps): Operation {
  const bySource = new Map(types.map((type) => [type.source, type]))
  return defineOperation(policyReflatten, async (_input, context) => {
    const store = openStore(context)
    // reads the definitions that are stored now, not those in this process's memory
    const shared = { types: bySource, store, definitionCache: newDefinitionCache(), fingerprint, context }
    const done = await store.done()
    const total = await store.countStored()
    let settled = 0
    for await (const policy of store.stored()) {
      context.signal.throwIfAborted()
      context.progress({ phase: 'flattening', done: settled++, total })
      if (!done.has(itemKey(policy))) await reflatten(policy, shared)
    }
    context.progress({ phase: 'writing', done: settled, total })
    return { result: null }
  })
}

async function reflatten(policy: StoredPolicy, shared: Reflattening): Promise<void> {
  const { source, graphId, graphPolicyId, raw } = policy
  const { store, definitionCache, fingerprint, context } = shared
  const type = shared.types.get(source)
  if (!type) return // a source that another version of this system wrote
  try {
    const full = await unpackRaw(raw)
    const names = await resolveDefinitions(type, full, (catalog, ids) =>
      definitionCache.definitionsFor(catalog, ids, { graph: null, signal: context.signal }),
    )
    const [policyName, policyType] = [type.policyName(full), type.policyType(full)]
    const rows = type.flatten(full, names, fingerprint)
    await store.write({ source, graphId, graphPolicyId, policyName, policyType, rows, details: null })
  } catch (error) {
    if (endsTheRun(error, context.signal)) throw error
    const { code, message } = toSafeError(error)
    logPolicyBug(context, itemKey(policy), error)
    await store.record({ key: itemKey(policy), source, label: graphId, outcome: 'failed', code, message })
  }
}

const itemKey = ({ source, graphId }: StoredPolicy) => idWithSource(source, graphId)
