import type { Operation } from '../runs/operation'
import type { OperationRecord } from '../shared/operation-record'
import type { createPolicyReflatten } from './policy-reflatten/handler'
import { policyReflatten } from './policy-reflatten/record'
import type { createPolicySync } from './policy-sync/handler'
import { policySync } from './policy-sync/record'
import { reconcileAdapterRuns } from './ops-reconcile-adapter-runs/record'
import type { createTenantVerify } from './tenant-verify/handler'
import { tenantVerify } from './tenant-verify/record'

/**
 * Every operation: its record, and what loads its handler where it runs in a queue. The worker alone loads handlers, so that
 * the API, the command line and the documents load neither the Graph SDK nor anything else of them.
 */
const operations = [
  { record: policySync, load: (): typeof createPolicySync => require('./policy-sync/handler').createPolicySync },
  {
    record: policyReflatten,
    load: (): typeof createPolicyReflatten => require('./policy-reflatten/handler').createPolicyReflatten,
  },
  {
    record: tenantVerify,
    load: (): typeof createTenantVerify => require('./tenant-verify/handler').createTenantVerify,
  },
  { record: reconcileAdapterRuns, load: null },
]

type Load = NonNullable<(typeof operations)[number]['load']>
type Both<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never

/** What all handlers together are made from. */
type HandlerDeps = Both<Parameters<ReturnType<Load>>[0]>

/** Records by the name of the operation. */
export const operationRecords: ReadonlyMap<string, OperationRecord> = new Map(
  operations.map(({ record }) => [record.name, record]),
)

/** Loads the code of all operations and makes their handlers. By the name of the operation. */
export function createOperations(deps: HandlerDeps): ReadonlyMap<string, Operation> {
  const made = operations.flatMap(({ load }) => (load ? [load()(deps)] : []))
  return new Map(made.map((operation) => [operation.record.name, operation]))
}
