import { Command } from 'commander'
import { findSettings, type SettingsParameters } from '../api-client'
import { atLeastOne } from '../option-values'
import type { ConnectionOptions, Outside } from '../outside'
import { printSettings } from '../search-report'
import { toJson } from '../text'
import { explained } from '../usage'

interface SettingsOptions extends ConnectionOptions {
  type?: string
  source?: string
  value?: string
  changedSince?: string
  all?: true
  limit: number
}

/** `settings`: searches the stored settings. */
export function settingsCommand(outside: Outside): Command {
  const command = new Command('settings')
    .description('Searches settings. Every word must occur in policy, setting, category or value.')
    .argument('[words...]')
    .option('--type <type>', 'only this policy type')
    .option('--source <source>', 'only this source')
    .option('--value <words>', 'words that must all occur in the value')
    .option('--changed-since <time>', 'only values changed since this time (ISO 8601)')
    .option('--all', 'also settings with their default value')
    .option('--limit <n>', 'maximum results', atLeastOne, 50)
  for (const option of outside.options) command.addOption(option)
  const codes = '0 found, 1 nothing found or failed, 2 wrong usage'
  return explained(command, codes, outside.typed('settings', 'bitlocker', '--limit', '10')).action(
    async (words: string[], _options, command: Command) => {
      const options = command.optsWithGlobals<SettingsOptions>()
      const found = await findSettings(outside.connect(options), toParameters(words, options))
      if (options.json) console.log(toJson(found))
      else printSettings(found, 'narrow the search, or raise --limit')
      process.exitCode = found.items.length > 0 ? 0 : 1
    },
  )
}

function toParameters(words: string[], options: SettingsOptions): SettingsParameters {
  const { type, source, value, changedSince, all, limit } = options
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
