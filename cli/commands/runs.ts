import { Argument, Command, InvalidArgumentError } from 'commander'
import * as z from 'zod'
import type { RunView } from '../answers'
import { cancelRun, readRun } from '../api-client'
import type { Api } from '../http'
import type { ConnectionOptions, Outside } from '../outside'
import { printable, toJson } from '../text'
import { explained } from '../usage'
import { tellRun, watchRun } from '../watch'
import { runsListCommand } from './run-lists'

type Work = (outside: Outside, api: Api, runId: string, options: ConnectionOptions) => Promise<number>

/** `runs list`, `runs show|watch|cancel ID` */
export function runsCommand(outside: Outside): Command {
  const ended = '0 succeeded, 3 partial, 1 failed or cancelled, 2 wrong usage, 130 interrupted'
  const done = '0 done, 1 failed, 2 wrong usage'
  const command = new Command('runs')
    .description('Lists, shows, follows and cancels runs.')
    .addCommand(runsListCommand(outside))
    .addCommand(onRun('show', 'Shows how far a run is, or how it ended.', done, show, outside))
    .addCommand(onRun('watch', 'Follows a run to its end.', ended, watchRun, outside))
    .addCommand(onRun('cancel', 'Ends a run that waits, and asks one that works to stop.', done, cancel, outside))
  return explained(command, done, outside.typed('runs', 'show', exampleId))
}

const exampleId = '0198c1f2-7c1e-7a55-9d3c-2f1d8a4b6e70'

function onRun(name: string, description: string, codes: string, work: Work, outside: Outside): Command {
  const command = new Command(name)
    .description(description)
    .addArgument(new Argument('<id>', 'the id that was printed when the run was started').argParser(readId))
  for (const option of outside.options) command.addOption(option)
  return explained(command, codes, outside.typed('runs', name, exampleId)).action(
    async (runId: string, _options, command: Command) => {
      const options = command.optsWithGlobals<ConnectionOptions>()
      process.exitCode = await work(outside, outside.connect(options), runId, options)
    },
  )
}

function readId(text: string): string {
  if (!z.uuid().safeParse(text).success) throw new InvalidArgumentError('It is no id of a run.')
  return text
}

const show: Work = async (outside, api, runId, options) => {
  const run = await readRun(api, runId)
  if (!options.json) printState(run)
  if (options.json || run.finishedAt) await tellRun(outside, run, options)
  return 0
}

function printState({ runId, operation, status, phase, progress, createdAt, startedAt, finishedAt, attempt }: RunView) {
  const total = progress.total === null ? '' : ` of ${progress.total}`
  const times = { created: createdAt, started: startedAt, ended: finishedAt }
  console.log(`run ${runId}: ${printable(operation)}`)
  console.log(`  ${status} (${printable(phase)}): ${progress.done}${total} items, attempt ${attempt}`)
  for (const [name, time] of Object.entries(times)) if (time) console.log(`  ${name} ${printable(time)}`)
}

const cancel: Work = async ({ typed }, api, runId, { json }) => {
  const cancelled = await cancelRun(api, runId)
  if (json) console.log(toJson(cancelled))
  else if (cancelled.status === 'cancelled') console.log('The run is cancelled.')
  else console.log(`The run was asked to stop. Follow it: ${typed('runs', 'watch', runId)}`)
  return 0
}
