import { reasonsToFail } from '../../../local/bench/soak/verdict'

const noLoss = { active: 0, status: 'succeeded', repaired: 9, changedAgain: 0, rows: 10, freshRows: 10, different: 0 }
const good = { calm: false, runs: 3, ended: { succeeded: 3 }, bugs: 0, stuck: 0, deadLetters: [], noLoss }

test('a soak passes when nothing is stuck, lost or dead', () => {
  expect(reasonsToFail(good)).toEqual([])
})

test('runs may fail for faults, but not without them', () => {
  const ended = { succeeded: 2, 'partial graph.unavailable': 1 }
  expect(reasonsToFail({ ...good, ended })).toEqual([])
  expect(reasonsToFail({ ...good, ended, calm: true })).toEqual(['1 runs did not succeed without faults'])
})

test.each([
  [{ stuck: 1 }, '1 runs did not end'],
  [{ bugs: 2 }, '2 runs failed for an error of ours'],
  [{ deadLetters: ['intune-sync-queue: MaxDeliveryCountExceeded'] }, '1 dead letters: intune-sync-queue'],
  [{ noLoss: { ...noLoss, active: 1 } }, '1 runs were active'],
  [{ noLoss: { ...noLoss, status: 'partial' } }, 'ended as partial'],
  [{ noLoss: { ...noLoss, changedAgain: 4 } }, 'changed 4 rows'],
  [{ noLoss: { ...noLoss, changedAgain: Number.NaN } }, 'changed NaN rows'],
  [{ noLoss: { ...noLoss, rows: 0, freshRows: 0 } }, 'no row'],
  [{ noLoss: { ...noLoss, different: 2 } }, '2 rows differ'],
])('%j does not pass', (change, reason) => {
  expect(reasonsToFail({ ...good, ...change })).toEqual([expect.stringContaining(reason)])
})
