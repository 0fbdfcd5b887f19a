import { Command } from 'commander'
import { followRun, startRun } from './api-client'
import { exitCode } from './demo'
import { createProgress } from './progress'
import { printRun } from './report'
import { readStackFile } from './stack-file'

interface Options {
  watch?: true
  tenant?: string
  force?: true
  trailing?: true
}

/** `npm run sync`: starts a sync in the running stack through its HTTP trigger. */
export function syncCommand(): Command {
  return startingCommand('sync', 'Starts a sync in the running stack.').option('--force', 'skips the cooldown')
}

/** `npm run reflatten`: computes all settings again from the stored policies, without Graph. */
export function reflattenCommand(): Command {
  return startingCommand('reflatten', 'Computes all settings again from the stored policies, without Graph.')
}

function startingCommand(route: 'sync' | 'reflatten', description: string): Command {
  return new Command(route)
    .description(description)
    .option('--watch', 'follows the run to its end (exit code 0 succeeded, 3 partial, 1 failed)')
    .option('--tenant <id>', 'external id or app key; the seeded tenant by default')
    .option('--trailing', 'starts one more run after a run that is already running')
    .action(async (options: Options) => {
      const { app, postgres, tenant } = readStackFile()
      const api = { ...app, tenantId: options.tenant ?? tenant.externalId }
      const body = { force: options.force ?? false, trailing: options.trailing ?? false }
      const { runId, deduplicated } = await startRun(api, route, body)
      console.log(`run ${runId}${deduplicated ? ' (already existed)' : ''}`)
      if (!options.watch) return
      const progress = createProgress()
      const run = await followRun(api, runId, progress.show).finally(progress.end)
      await printRun(postgres.url, run)
      process.exitCode = exitCode(run)
    })
}
