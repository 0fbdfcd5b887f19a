import { Command, Option } from 'commander'
import { RunView } from '../answers'
import type { Api } from '../http'
import { type ListedRun, RunsPage } from '../list-answers'
import { printerOf, printMore } from '../list-report'
import { someOf } from '../option-values'
import { ofNoTenant, type Outside } from '../outside'
import { paged, type PagedOptions, printPages } from '../paged-list'
import { nextOf, type Parameters, readPages } from '../pages'
import { runColumns, workspaceRunColumns } from '../run-columns'
import { UsageError } from '../usage'
import { listWorkspaces, type WorkspaceOptions, workspaceOption } from '../workspace'

const statuses = RunView.shape.status.options

interface RunsOptions extends PagedOptions, WorkspaceOptions {
  all?: true
  status?: string
  operation?: string
  active?: true
  since?: string
}

/** `runs list` */
export function runsListCommand(outside: Outside): Command {
  const command = new Command('list')
    .description('Lists runs, the newest first: those of the tenant, of a workspace, or of all of your workspaces.')
    .addOption(workspaceOption('the runs of this workspace, with those that belong to no tenant'))
    .addOption(new Option('--all', 'the runs of all of your workspaces').conflicts('workspace'))
    .option('--status <words>', `only of these: ${statuses.join(', ')}`, someOf(statuses))
    .option('--operation <names>', 'only of these operations, like policy.sync')
    .option('--active', 'only runs that wait or work')
    .option('--since <time>', 'only runs created from this time on (ISO 8601)')
  return paged(command, outside, outside.typed('runs', 'list', '--status', 'failed,partial')).action(
    async (_options, command: Command) => {
      const options = command.optsWithGlobals<RunsOptions>()
      const { workspace, all, status, operation, active, since: createdSince } = options
      const filters = { status, operation, active, createdSince }
      if (workspace === undefined && !all)
        return void (await printPages(outside.connect(options), { ...ofTenant, columns: runColumns }, filters, options))
      if (options.tenant !== undefined)
        throw new UsageError('--tenant means the runs of one tenant: give it without --workspace and --all.')
      const api = ofNoTenant(outside).connect(options)
      if (workspace === undefined) await printAll(api, filters, options)
      else await printPages(api, { ...ofWorkspace(workspace), columns: workspaceRunColumns }, filters, options)
    },
  )
}

const ofTenant = { path: 'runs', schema: RunsPage }
const ofWorkspace = (workspaceId: string) => ({ path: `/workspaces/${workspaceId}/runs`, schema: RunsPage })

/** Prints the newest runs of all workspaces of the caller, as one list. */
async function printAll(api: Api, filters: Parameters, options: RunsOptions): Promise<void> {
  const print = printerOf(options)
  const { limit } = options
  const runs: ListedRun[] = []
  let isMore = false
  for (const { workspaceId } of await listWorkspaces(api)) {
    const page = await readPages(api, ofWorkspace(workspaceId), { ...filters, limit })
    for (const run of page.items) runs.push(run)
    isMore ||= nextOf(page) !== undefined
  }
  runs.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
  print(workspaceRunColumns, runs.slice(0, limit))
  printMore(isMore || runs.length > limit)
}
