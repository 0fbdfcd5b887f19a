import { Command } from 'commander'
import { RunView } from '../answers'
import type { Api } from '../http'
import { type ListedRun, RunsPage } from '../list-answers'
import { addListOptions, type Column, type ListOptions, printerOf, printMore, shortTime } from '../list-report'
import { atLeastOne, someOf } from '../option-values'
import type { Outside } from '../outside'
import { nextOf, type Page, type Pages, type Parameters, readPages } from '../pages'
import { explained } from '../usage'

const statuses = RunView.shape.status.options

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

const runColumns: Column<ListedRun>[] = [
  { name: 'runId', whole: true, value: ({ runId }) => runId },
  { name: 'operation', value: ({ operation }) => operation },
  { name: 'status', whole: true, value: ({ status }) => status },
  { name: 'createdAt', whole: true, value: ({ createdAt }) => createdAt, short: shortTime },
  { name: 'startedAt', value: ({ startedAt }) => startedAt, csvOnly: true },
  { name: 'finishedAt', value: ({ finishedAt }) => finishedAt, csvOnly: true },
  { name: 'done', value: ({ progress }) => progress.done },
  { name: 'total', value: ({ progress }) => progress.total },
  { name: 'code', value: ({ error }) => error?.code ?? null },
  { name: 'message', value: ({ error }) => error?.message ?? null },
  { name: 'attempt', value: ({ attempt }) => attempt, csvOnly: true },
  { name: 'requestedBy', value: ({ requestedBy }) => requestedBy, csvOnly: true },
  { name: 'late', value: ({ late }) => late, csvOnly: true },
]

/** What every list in pages understands. */
interface PagedOptions extends ListOptions {
  limit: number
}

/** Gives a command the options of a list in pages, and its help. */
function paged(command: Command, outside: Outside, example: string): Command {
  command.option('--limit <n>', 'how many at most', atLeastOne, 50)
  addListOptions(command, outside)
  return explained(command, '0 done, 1 failed, 2 wrong usage', example)
}

/** Reads and prints a list. */
async function printPages<Item>(
  api: Api,
  list: Pages<Page<Item>> & { columns: readonly Column<Item>[] },
  parameters: Parameters,
  options: PagedOptions,
): Promise<void> {
  const print = printerOf(options)
  const page = await readPages(api, list, { ...parameters, limit: options.limit })
  print(list.columns, page.items)
  printMore(nextOf(page) !== undefined)
}
