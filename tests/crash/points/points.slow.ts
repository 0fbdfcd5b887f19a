import { slice } from '../../support/sample'
import { crashAtEach, numberCrashes, record, recordAll, type Recorded } from './crash-points'
import type { Environment } from './environment'
import { onePolicy } from './scenarios'

let environment: Environment
let recorded: Recorded[]

beforeAll(async () => void ({ environment, recorded } = await recordAll()), 120_000)
afterAll(() => environment?.close())

test('wherever the process dies, rows and counts end as undisturbed', async () => {
  const crashes = slice(numberCrashes(recorded))
  const failures = await crashAtEach(environment, crashes)
  process.stdout.write(`crash points: ${crashes.length - failures.length} of ${crashes.length}\n`)
  expect(failures.join('\n\n')).toBe('')
})

test('a program that writes the item first and its rows afterwards fails at that point alone', async () => {
  const wrong = numberCrashes([await record(environment, environment.workers[0], onePolicy, 'splitWrites')])
  const failures = await crashAtEach(environment, wrong, 'splitWrites')
  expect(failures).toEqual([expect.stringMatching(/after runs\/ledger\/record-item/)])
})
