import { Command } from 'commander'
import { wholeNumber } from './simulator-options'
import { printSearch } from './report'
import { readStackFile } from './stack-file'

/** `npm run settings`: searches what is stored. */
export function settingsCommand(): Command {
  return new Command('settings')
    .description('Searches the settings of the running stack: every word must occur in policy, setting or value.')
    .argument('<words...>')
    .option('--tenant <key>', 'app key; the seeded tenant by default')
    .option('--limit <n>', 'how many at most', wholeNumber, 50)
    .action(async (words: string[], options: { tenant?: string; limit: number }) => {
      const { postgres, tenant } = readStackFile()
      const each = words.flatMap((word) => word.split(/\s+/)).filter(Boolean)
      const found = await printSearch(postgres.url, options.tenant ?? tenant.externalId, each, options.limit)
      process.exitCode = found > 0 ? 0 : 1
    })
}
