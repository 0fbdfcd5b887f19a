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

/** `npm run settings`: searches the stored settings through the HTTP route of the running stack. */
export function settingsCommand(): Command {
  return new Command('settings')
    .description('Searches settings. Every word must occur in policy, setting, category or value.')
    .argument('[words...]')
    .option('--tenant <id>', 'external id or app key; the seeded tenant by default')
    .option('--type <type>', 'only this policy type')
    .option('--source <source>', 'only this source')
    .option('--value <words>', 'words that must all occur in the value')
    .option('--changed-since <time>', 'only values changed since this time (ISO 8601)')
    .option('--all', 'also settings with their default value')
    .option('--limit <n>', 'maximum results', atLeastOne, 50)
    .action(async (words: string[], options: SettingsOptions) => {
      const { app, tenant } = readStackFile()
      const api = { ...app, tenantId: options.tenant ?? tenant.externalId }
      const found = await printSearch(api, toParameters(words, options))
      process.exitCode = found > 0 ? 0 : 1
    })
}

function toParameters(words: string[], { type, source, value, changedSince, all, limit }: SettingsOptions) {
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
  if (number < 1) throw new InvalidArgumentError('must be at least 1')
  return number
}
