import type { Operation } from './operation'
import { policyReflatten } from './policy-reflatten'
import { policySync } from './policy-sync'

/** Every operation that a run may be of; one line each. */
const operations: readonly Operation[] = [
  //
  policySync,
  policyReflatten,
]

/** Operations by name. */
export const operationRegistry: ReadonlyMap<string, Operation> = new Map(operations.map((o) => [o.name, o]))
