import { Command } from 'commander'
import { cancelRun, newestActiveRun, readRun } from '../api-client'
import type { Api } from '../http'
import type { ConnectionOptions, Outside } from '../outside'
import { exampleId, optionalRunArgument, runArgument } from '../run-argument'
import { printState } from '../run-state'
import { startAndTell } from '../started'
import { toJson } from '../text'
import { explained, plainCodes } from '../usage'
import { tellRun, watchRun } from '../watch'
import { runEventsCommand, runItemsCommand } from './run-lists'
import { runsListCommand } from './runs-list'

interface RunOptions extends ConnectionOptions {
  watch?: true
}

/** Without an id only where its argument may be left out. */
type Work<Id = string> = (outside: Outside, api: Api, runId: Id, options: RunOptions) => Promise<number>

/** `runs list`, `runs show|items|events|cancel|rerun ID`, `runs watch [ID]` */
export function runsCommand(outside: Outside): Command {
  const ended = '0 succeeded, 3 partial, 1 failed or cancelled, 2 wrong usage, 130 interrupted'
  const command = new Command('runs')
    .description('Lists, shows, follows, cancels and repeats runs.')
    .addCommand(runsListCommand(outside))
    .addCommand(onRun('show', 'Shows how far a run is, or how it ended.', plainCodes, show, outside))
    .addCommand(runItemsCommand(outside))
    .addCommand(runEventsCommand(outside))
    .addCommand(
      onRun('watch', 'Follows a run to its end.', ended, watch, outside, optionalRunArgument('the newest active one')),
    )
    .addCommand(onRun('cancel', 'Ends a run that waits, and asks one that works to stop.', plainCodes, cancel, outside))
    .addCommand(rerunCommand(outside))
  return explained(command, plainCodes, outside.typed('runs', 'show', exampleId))
}

function onRun<Id = string>(
  name: string,
  description: string,
  codes: string,
  work: Work<Id>,
  outside: Outside,
  argument = runArgument(),
): Command {
  const command = new Command(name).description(description).addArgument(argument)
  for (const option of outside.options) command.addOption(option)
  return explained(command, codes, outside.typed('runs', name, exampleId)).action(
    async (runId: Id, _options, command: Command) => {
      const options = command.optsWithGlobals<RunOptions>()
      process.exitCode = await work(outside, outside.connect(options), runId, options)
    },
  )
}

const show: Work = async (outside, api, runId, options) => {
  const run = await readRun(api, runId)
  if (!options.json) printState(run)
  if (options.json || run.finishedAt) await tellRun(outside, run, options)
  return 0
}

const watch: Work<string | undefined> = async (outside, api, given, options) => {
  const runId = given ?? (await newestActiveRun(api))
  if (given === undefined && !options.json) console.log(`run ${runId}`)
  return watchRun(outside, api, runId, options)
}

const cancel: Work = async ({ typed }, api, runId, { json }) => {
  const cancelled = await cancelRun(api, runId)
  if (json) console.log(toJson(cancelled))
  else if (cancelled.status === 'cancelled') console.log('The run is cancelled.')
  else console.log(`The run was asked to stop. Follow it: ${typed('runs', 'watch', runId)}`)
  return 0
}

function rerunCommand(outside: Outside): Command {
  const codes = '0 done, 3 some items failed (when watched), 1 failed, 2 wrong usage, 130 interrupted'
  const command = onRun(
    'rerun',
    'Starts what failed in an ended run once more, as a run of its own.',
    codes,
    rerun,
    outside,
  )
  return command.option('--watch', 'follows the run to its end, and tells what came of it')
}

const rerun: Work = (outside, _api, runId, options) =>
  startAndTell(outside, { path: `runs/${runId}/rerun`, again: ['runs', 'rerun', runId] }, options)
