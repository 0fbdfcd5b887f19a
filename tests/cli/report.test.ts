import { RunView } from '../../cli/answers'
import { exitCode, printResult, printRun } from '../../cli/report'
import { monitored } from './server'

const said: string[] = []
beforeEach(() => {
  said.length = 0
  jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
})
afterEach(() => jest.restoreAllMocks())

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  'an operation may have any name, like %s',
  (operation) => {
    const run = RunView.parse(monitored({ operation, result: { a: 1 } }))
    printRun(run)
    printResult(run)
    expect(said.at(-1)).toBe('  a: 1')
    expect(exitCode(run)).toBe(0)
  },
)

test('times that cannot be read are left out', () => {
  printRun(RunView.parse(monitored({ finishedAt: 'soon' })))
  expect(said[0]).toBe('\n  succeeded: 2 policies, 7 settings')
})
