import { graphFault } from '../../../local/bench/soak/graph-faults'
import { faultNames, planFaults } from '../../../local/bench/soak/plan-faults'
import { random } from '../../../local/simulator/seed'
import { Faults } from '../../../local/simulator/traffic/faults'

const plan = (seed: number, mayKill = true) => Array.from({ length: 200 }, (_, i) => planFaults(seed, i + 1, mayKill))

test('the same seed chooses the same faults, another seed others', () => {
  expect(plan(7)).toEqual(plan(7))
  expect(plan(8)).not.toEqual(plan(7))
})

test('the first run has no fault, and the next ones try every fault once', () => {
  for (const seed of [1, 2, 3]) {
    const runs = plan(seed)
    expect(runs[0]).toEqual([])
    const tried = runs.slice(1, faultNames.length + 1).flatMap((faults) => faults.map(({ name }) => name))
    expect(new Set(tried)).toEqual(new Set(faultNames))
  }
})

test('a worker that may not be killed is not, and the other faults stay the same', () => {
  const others = plan(7).map((faults) => faults.filter(({ name }) => name !== 'workerKilled'))
  expect(plan(7, false)).toEqual(others)
})

test('a run has no fault twice, and each comes within its first three seconds', () => {
  for (const faults of plan(7)) {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
    for (const { afterMs } of faults) expect(afterMs >= 0 && afterMs < 3000).toBe(true)
  }
})

test('the simulator takes every fault of Graph, the same for the same dice', () => {
  const make = (name: (typeof faultNames)[number]) => graphFault(name, random('dice', name), 'policy')
  const faults = faultNames.flatMap((name) => make(name) ?? [])
  expect(faultNames.flatMap((name) => make(name) ?? [])).toEqual(faults)
  expect(faults.map((fault) => new Faults(() => 0).add(fault).kind)).toEqual(faults.map(({ kind }) => kind))
  expect(graphFault('policyFails', random(1), 'some-id')).toMatchObject({ match: 'some-id' })
  expect(graphFault('workerKilled', random(1), '')).toBeUndefined()
})
