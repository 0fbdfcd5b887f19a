import { Command } from 'commander'
import { EventsPage, ItemsPage } from '../list-answers'
import { someOf } from '../option-values'
import type { Outside } from '../outside'
import { paged, type PagedOptions, printPages } from '../paged-list'
import { eventColumns, itemColumns } from '../run-columns'
import { exampleId, runArgument } from '../run-argument'

const outcomes = ['succeeded', 'failed', 'skipped', 'removed']

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
