import { Command } from 'commander'
import { RunView } from '../answers'
import { EventsPage, ItemsPage, RunsPage } from '../list-answers'
import { someOf } from '../option-values'
import type { Outside } from '../outside'
import { paged, type PagedOptions, printPages } from '../paged-list'
import { eventColumns, itemColumns, runColumns } from '../run-columns'
import { exampleId, runArgument } from '../run-argument'

const statuses = RunView.shape.status.options
const outcomes = ['succeeded', 'failed', 'skipped', 'removed']

interface RunsOptions extends PagedOptions {
  status?: string
  operation?: string
  active?: true
  since?: string
}

/** `runs list` */
export function runsListCommand(outside: Outside): Command {
  const command = new Command('list')
    .description('Lists the runs of the tenant, the newest first.')
    .option('--status <words>', `only of these: ${statuses.join(', ')}`, someOf(statuses))
    .option('--operation <names>', 'only of these operations, like policy.sync')
    .option('--active', 'only runs that wait or work')
    .option('--since <time>', 'only runs created from this time on (ISO 8601)')
  return paged(command, outside, outside.typed('runs', 'list', '--status', 'failed,partial')).action(
    async (_options, command: Command) => {
      const options = command.optsWithGlobals<RunsOptions>()
      const { status, operation, active, since: createdSince } = options
      const list = { path: 'runs', schema: RunsPage, columns: runColumns }
      await printPages(outside.connect(options), list, { status, operation, active, createdSince }, options)
    },
  )
}

/** `runs items ID` */
export function runItemsCommand(outside: Outside): Command {
  const command = new Command('items')
    .description('Lists what a run did, and why something failed.')
    .addArgument(runArgument())
    .option('--outcome <words>', `only of these: ${outcomes.join(', ')}`, someOf(outcomes))
  return paged(command, outside, outside.typed('runs', 'items', exampleId, '--outcome', 'failed')).action(
    async (runId: string, _options, command: Command) => {
      const options = command.optsWithGlobals<PagedOptions & { outcome?: string }>()
      const list = { path: `runs/${runId}/items`, schema: ItemsPage, columns: itemColumns }
      await printPages(outside.connect(options), list, { outcome: options.outcome }, options)
    },
  )
}

/** `runs events ID` */
export function runEventsCommand(outside: Outside): Command {
  const command = new Command('events')
    .description('Lists what happened to a run, in its order.')
    .addArgument(runArgument())
  return paged(command, outside, outside.typed('runs', 'events', exampleId)).action(
    async (runId: string, _options, command: Command) => {
      const options = command.optsWithGlobals<PagedOptions>()
      const list = { path: `runs/${runId}/events`, schema: EventsPage, columns: eventColumns }
      await printPages(outside.connect(options), list, {}, options)
    },
  )
}
