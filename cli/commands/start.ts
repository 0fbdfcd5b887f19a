import { Command } from 'commander'
import { type OperationRecord, requestShape } from '../../src/shared/operation-record'
import { readInput } from '../operation-input'
import type { ConnectionOptions, Outside } from '../outside'
import { startAndTell } from '../started'
import { explained } from '../usage'

interface StartOptions extends ConnectionOptions {
  watch?: boolean
  force?: true
  trailing?: true
  input?: string
}

/** The command that starts an operation: named as its path. Undefined for one that is not started over HTTP. */
export function startCommand(record: OperationRecord, outside: Outside): Command | undefined {
  const { http, label, expectedSeconds, items } = record
  if (!http) return undefined
  const command = new Command(http.path)
    .description(`${label} (${record.name}). Usually takes ${expectedSeconds} s.`)
    .option(
      '--watch',
      `follows the run to its end, and tells what came of it${isWatched(record) ? ' (the default)' : ''}`,
    )
    .option('--trailing', 'starts one more run after a run that is already running')
    .option('--force', 'skips the cooldown')
  if (isWatched(record)) command.option('--no-watch', 'only starts the run')
  const properties = Object.keys(requestShape(record))
  if (properties.length > 0)
    command.option('--input <json>', `what the operation needs to know, as a JSON object: ${properties.join(', ')}`)
  for (const option of outside.options) command.addOption(option)
  const codes = `0 done, 3 some ${items.many} failed (when watched), 1 failed, 2 wrong usage, 130 interrupted`
  return explained(command, codes, outside.typed(http.path, ...(isWatched(record) ? [] : ['--watch']))).action(
    async (_options, command: Command) => {
      process.exitCode = await start(record, http.path, outside, command.optsWithGlobals())
    },
  )
}

/** Somebody waits for what travels on the interactive lane. */
const isWatched = ({ lane }: OperationRecord) => lane === 'interactive'

async function start(record: OperationRecord, path: string, outside: Outside, options: StartOptions): Promise<number> {
  const { force = false, trailing = false, watch = isWatched(record) } = options
  const body = { ...readInput(record, options.input), force, trailing }
  return startAndTell(outside, { path, body, again: [path] }, { ...options, watch })
}
