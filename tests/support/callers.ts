import { type DemoCallerName, demoCallers } from '../../local/simulator/entra/demo-callers'
import type { Caller, Principal } from '../../src/access/caller'

/** A demo caller as a valid token would prove it, perhaps for somebody else. The seeded workspace has grants of most. */
export function callerNamed(name: DemoCallerName, actingFor: Principal | null = null): Caller {
  const { kind, tid, oid, appRoles } = demoCallers[name]
  return { kind, tid, oid, appRoles, actingFor }
}

/** Somebody who may start, follow and cancel runs. */
export const operator = callerNamed('operator')
