import { Command } from 'commander'
import { type ListedPolicy, PoliciesPage } from '../list-answers'
import { type Column, shortTime } from '../list-report'
import type { Outside } from '../outside'
import { paged, type PagedOptions, printPages } from '../paged-list'
import { searchCodes } from '../usage'

interface PoliciesOptions extends PagedOptions {
  type?: string
  source?: string
  removed?: true
}

const columns: Column<ListedPolicy>[] = [
  { name: 'name', value: ({ name }) => name },
  { name: 'policyType', value: ({ policyType }) => policyType },
  { name: 'assignments', value: assignmentsText },
  { name: 'platforms', value: ({ platforms }) => platforms },
  { name: 'modifiedAt', value: ({ modifiedAt }) => modifiedAt, short: shortTime },
  { name: 'source', value: ({ source }) => source },
  { name: 'policyId', whole: true, value: ({ policyId }) => policyId },
  { name: 'lastSeenAt', value: ({ lastSeenAt }) => lastSeenAt, csvOnly: true },
  { name: 'removedAt', value: ({ removedAt }) => removedAt, short: shortTime },
]

/** `policies`: searches the stored policies. */
export function policiesCommand(outside: Outside): Command {
  const command = new Command('policies')
    .description('Searches policies. Every word must occur in name or description.')
    .argument('[words...]')
    .option('--type <type>', 'only this policy type')
    .option('--source <source>', 'only this source')
    .option('--removed', 'also policies that are gone from the tenant')
  return paged(command, outside, outside.typed('policies', 'bitlocker', '--csv'), searchCodes).action(
    async (words: string[], _options, command: Command) => {
      const options = command.optsWithGlobals<PoliciesOptions>()
      const { type: policyType, source, removed: includeRemoved } = options
      const q = words.join(' ') || undefined
      const list = { path: 'policies', schema: PoliciesPage, columns }
      const found = await printPages(outside.connect(options), list, { q, policyType, source, includeRemoved }, options)
      process.exitCode = found > 0 ? 0 : 1
    },
  )
}

/** Who gets a policy, in a few words. */
function assignmentsText({ assignments, assignmentsState }: ListedPolicy): string {
  if (assignmentsState === 'unreadable') return 'unreadable'
  return assignments
    .map(({ target, groupName, groupId }) => `${target === 'exclusion' ? 'not ' : ''}${groupName ?? groupId ?? target}`)
    .join('; ')
}
