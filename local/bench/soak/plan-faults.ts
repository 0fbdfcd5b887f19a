import { type Random, random } from '../../simulator/seed'

/** What can break, and how often it is chosen beside the others. */
const weights = {
  throttled: 4,
  serverError: 4,
  dropped: 4,
  malformed: 3,
  html: 3,
  slow: 3,
  expiredSkipToken: 3,
  movedPage: 3,
  skippedEntry: 3,
  emptyPage: 2,
  revokedTokens: 2,
  policyFails: 1,
  connectionsEnded: 3,
  brokerFrozen: 2,
  workerKilled: 1,
  doubledMessage: 3,
  cancelled: 1,
  settingChanged: 3,
  settingDeleted: 2,
  policyDeleted: 2,
  restored: 4,
} as const

export type FaultName = keyof typeof weights

export const faultNames = Object.keys(weights) as FaultName[]

/** A fault of one run, and the milliseconds from the run's start until it hits. */
export interface PlannedFault {
  name: FaultName
  afterMs: number
}

/** Runs take a few seconds: a fault that comes later than its run ends does not hit. */
const latestMs = 3_000

/** Chooses the faults of the n-th run: the same for the same seed. The first run has none, the next ones try each once. */
export function planFaults(seed: number, run: number, mayKill: boolean): PlannedFault[] {
  if (run === 1) return []
  const dice = random('soak', seed, run)
  const names: FaultName[] = []
  const forced = tour(seed)[run - 2]
  if (forced) names.push(forced)
  for (const probability of [0.7, 0.4, 0.2]) if (dice.chance(probability)) names.push(weighted(dice))
  return [...new Set(names)]
    .map((name) => ({ name, afterMs: dice.int(latestMs) }))
    .filter(({ name }) => mayKill || name !== 'workerKilled')
}

/** All faults in an order of this seed. The killed worker is the last, because its run waits two minutes for its lease. */
function tour(seed: number): FaultName[] {
  const dice = random('soak', seed, 'tour')
  const order = (name: FaultName) => (name === 'workerKilled' ? 1 : dice.next())
  const places = new Map(faultNames.map((name) => [name, order(name)]))
  return [...faultNames].sort((a, b) => places.get(a)! - places.get(b)!)
}

function weighted(dice: Random): FaultName {
  return dice.pick(faultNames.flatMap((name) => Array<FaultName>(weights[name]).fill(name)))
}
