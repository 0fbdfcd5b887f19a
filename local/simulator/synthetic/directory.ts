import { assignmentFilter, Directory, group } from '../data/directory'
import { uuid } from '../seed'

/** Number of groups in assignments, including deleted ones. */
export const groupCount = 50
export const filterCount = 12

export const groupId = (n: number) => uuid('group', n)
export const filterId = (n: number) => uuid('filter', n)

const isDeleted = (n: number) => n % 9 === 4

/** Creates the groups and filters of a synthetic tenant: some are deleted, two groups have the same name. */
export function syntheticDirectory(): Directory {
  const numbers = Array.from({ length: groupCount }, (_, n) => n).filter((n) => !isDeleted(n))
  const groups = numbers.map((n) => group(groupId(n), `SG - ${n < 2 ? 'Pilot devices' : `Devices ${n}`}`))
  const filters = Array.from({ length: filterCount }, (_, n) =>
    assignmentFilter(filterId(n), `Filter ${n}`, {
      platform: n % 3 === 0 ? 'iOS' : 'windows10AndLater',
      rule: `(device.model -eq "Model ${n}")`,
    }),
  ).filter((_, n) => !isDeleted(n))
  return new Directory(groups, filters)
}
