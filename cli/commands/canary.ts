import { Command, InvalidArgumentError } from 'commander'
import { operationRecords } from '../../src/operations/registry'
import { atLeastOne } from '../option-values'
import type { ConnectionOptions, Outside } from '../outside'
import { startAndTell } from '../started'
import { explained } from '../usage'

interface CanaryOptions extends ConnectionOptions {
  within: number
}

/** Verified first: it asks for little, and says best what is missing. */
const operations = ['tenant.verify', 'policy.sync'] as const

const mostMinutes = 24 * 60

function minutes(text: string): number {
  const number = atLeastOne(text)
  if (number > mostMinutes) throw new InvalidArgumentError(`must be at most ${mostMinutes}`)
  return number
}

/** `canary`: does a whole tenant work through this installation, from the request to the last row? */
export function canaryCommand(outside: Outside): Command {
  const command = new Command('canary')
    .description('Verifies a tenant and syncs it, to its end: for one that may fail, after a deployment.')
    .option('--within <minutes>', 'how long each of both may take', minutes, 15)
  for (const option of outside.options) command.addOption(option)
  const codes =
    '0 both succeeded, 3 some source or policy failed, 1 failed or took too long, 2 wrong usage, 130 interrupted'
  return explained(command, codes, outside.typed('canary', '--within', '5')).action(
    async (_options, command: Command) => {
      process.exitCode = await fly(outside, command.optsWithGlobals())
    },
  )
}

/** Runs one after the other, and stops at the first that is not whole. Returns its exit code. */
async function fly(outside: Outside, { within, ...options }: CanaryOptions): Promise<number> {
  for (const name of operations) {
    const started = performance.now()
    const { path } = operationRecords.get(name)!.http!
    const start = { path, body: { force: true }, again: [path] }
    const code = await startAndTell(outside, start, { ...options, watch: true, limit: limitOf(name, within) })
    const seconds = Math.round((performance.now() - started) / 1000)
    if (code !== 0) {
      console.error(`The canary is not well: ${name} did not succeed whole. What it said stands above.`)
      return code
    }
    if (!options.json) console.log(`The canary is well after ${name}: ${seconds} s.`)
  }
  return 0
}

function limitOf(name: string, minutes: number): AbortSignal {
  const limit = new AbortController()
  const why = `The canary is not well: ${name} did not end within ${minutes} min. Does a worker run, and is its queue active? "doctor" looks.`
  setTimeout(() => limit.abort(new Error(why)), minutes * 60_000).unref()
  return limit.signal
}
