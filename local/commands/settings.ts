import { Command, InvalidArgumentError } from 'commander'
import { printSearch } from './report'
import { wholeNumber } from './simulator-options'
import { readStackFile } from './stack-file'

interface SettingsOptions {
  tenant?: string
  type?: string
  source?: string
  value?: string
  changedSince?: string
  all?: true
  limit: number
}

/** `npm run settings`: searches what is stored, through the HTTP route of the running stack. */
export function settingsCommand(): Command {
  return new Command('settings')
    .description(
      'Searches the settings of the running stack: every word must occur in policy, setting, category or value.',
    )
    .argument('[words...]')
    .option('--tenant <id>', 'external id or app key; the seeded tenant by default')
    .option('--type <type>', 'only this policy type')
    .option('--source <source>', 'only this source')
    .option('--value <words>', 'every one of these must occur in the value')
    .option('--changed-since <time>', 'ISO 8601: only what has another value since')
    .option('--all', 'also what is as it would be if nobody had set it')
    .option('--limit <n>', 'how many at most', atLeastOne, 50)
    .action(async (words: string[], options: SettingsOptions) => {
      const { app, tenant } = readStackFile()
      const found = await printSearch({ ...app, tenantId: options.tenant ?? tenant.externalId }, toWish(words, options))
      process.exitCode = found > 0 ? 0 : 1
    })
}

function toWish(words: string[], { type, source, value, changedSince, all, limit }: SettingsOptions) {
  return {
    ...(words.length > 0 ? { q: words.join(' ') } : {}),
    ...(type ? { policyType: type } : {}),
    ...(source ? { source } : {}),
    ...(value ? { value } : {}),
    ...(changedSince ? { changedSince } : {}),
    ...(all ? { includeDefaults: true } : {}),
    limit,
  }
}

function atLeastOne(text: string): number {
  const number = wholeNumber(text)
  if (number < 1) throw new InvalidArgumentError('at least 1')
  return number
}
