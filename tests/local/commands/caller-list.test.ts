import { callerList } from '../../../local/commands/caller-list'
import { demoCallerNames } from '../../../local/simulator/entra/demo-callers'

test('every demo caller is a line with its kind, role and account', () => {
  const [head, ...lines] = callerList().split('\n')
  expect(head).toMatch(/^name +kind +role +app roles +tid\/oid/)
  expect(lines.map((line) => line.split(' ')[0])).toEqual(demoCallerNames)
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^owner +person +owner +- +22222222-[\w-]+\/b0000000-[\w-]+4$/),
      expect.stringMatching(/^stranger +person +- +- +33333333-[\w-]+\/b0000000-[\w-]+6$/),
      expect.stringMatching(/^actas +service +manager +Service, ActAs +22222222-[\w-]+\/c0000000-[\w-]+2$/),
    ]),
  )
})
