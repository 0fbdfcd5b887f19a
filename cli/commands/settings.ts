import { Command } from 'commander'
import { findSettings, type SettingsParameters } from '../api-client'
import { printerOf, printMore } from '../list-report'
import type { Outside } from '../outside'
import { paged, type PagedOptions } from '../paged-list'
import { nextOf } from '../pages'
import { printSettings, settingColumns, staleLines } from '../search-report'
import { searchCodes } from '../usage'

interface SettingsOptions extends PagedOptions {
  type?: string
  source?: string
  value?: string
  changedSince?: string
  all?: true
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
  return paged(command, outside, outside.typed('settings', 'bitlocker', '--limit', '10'), searchCodes).action(
    async (words: string[], _options, command: Command) => {
      const options = command.optsWithGlobals<SettingsOptions>()
      const print = printerOf(options)
      const found = await findSettings(outside.connect(options), toParameters(words, options))
      if (options.json || options.csv) {
        print(settingColumns, found.items)
        printMore(nextOf(found) !== undefined)
        for (const line of staleLines(found.sources)) console.error(line)
      } else printSettings(found, 'narrow the search, or raise --limit')
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
