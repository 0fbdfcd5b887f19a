import type { Random } from '../../simulator/seed'
import type { Fault } from '../../simulator/traffic/faults'
import type { FaultName } from './plan-faults'

/** Requests that fail until the reader gives one policy up: a 404 is not asked for again, a 500 four times. */
const untilGivenUp = { 404: 1, 500: 5 } as const

/** Makes the simulator's fault of this name, or undefined where Graph is not what fails. */
export function graphFault(name: FaultName, dice: Random, policyId: string): Fault | undefined {
  const count = 1 + dice.int(3)
  switch (name) {
    case 'throttled':
      return { kind: 'status', status: 429, retryAfter: 1 + dice.int(3), count }
    case 'serverError':
      return { kind: 'status', status: dice.pick([500, 503]), count }
    case 'dropped':
      return { kind: 'drop', count }
    case 'malformed':
    case 'html':
    case 'expiredSkipToken':
    case 'movedPage':
    case 'skippedEntry':
    case 'emptyPage':
      return { kind: name, count: 1 }
    case 'slow':
      return { kind: 'slow', ms: 500 + dice.int(2500), count }
    case 'policyFails': {
      const status = dice.pick([404, 500] as const)
      return { kind: 'status', status, match: policyId, count: untilGivenUp[status] }
    }
    default:
      return undefined
  }
}
