import type { AnyOperation } from './ports'
import { policyReflatten } from './policy-reflatten/index'
import { policySync } from './policy-sync/index'

/** Every operation that a run can execute; one line each. */
const operations: readonly AnyOperation[] = [
  //
  policySync,
  policyReflatten,
]

/** Operations by name. */
export const operationRegistry: ReadonlyMap<string, AnyOperation> = new Map(operations.map((o) => [o.name, o]))
