import { Argument, Command, Option } from 'commander'
import { operationRecords } from '../../src/operations/registry'
import { checked } from '../answers'
import { call } from '../call'
import { ScheduleView } from '../list-answers'
import { readInput } from '../operation-input'
import { atLeastOne, wholeNumber } from '../option-values'
import type { ConnectionOptions, Outside } from '../outside'
import { tellSchedule } from '../schedule-report'
import { explained, plainCodes, UsageError } from '../usage'

interface SetOptions extends ConnectionOptions {
  every?: number
  cron?: string
  timeZone?: string
  jitter?: number
  paused?: true
  input?: string
}

const scheduled = [...operationRecords.values()].filter(({ http, lane }) => http && lane).map(({ name }) => name)

/** `schedules set OPERATION` */
export function scheduleSetCommand(outside: Outside): Command {
  const command = new Command('set')
    .description('Sets the schedule of an operation, in the place of the one that there is.')
    .addArgument(new Argument('<operation>', 'what is started').choices(scheduled))
    .option('--every <minutes>', 'starts every so many minutes from now on', atLeastOne)
    .addOption(new Option('--cron <fields>', 'starts at these times: five fields of cron').conflicts('every'))
    .addOption(new Option('--time-zone <zone>', 'of --cron, like Europe/Berlin; else UTC').conflicts('every'))
    .option('--jitter <minutes>', 'starts late by a part of this', wholeNumber)
    .option('--paused', 'starts nothing until it is resumed')
    .option('--input <json>', 'the input of the operation, as a JSON object')
  for (const option of outside.options) command.addOption(option)
  const example = outside.typed(
    'schedules',
    'set',
    'policy.sync',
    '--cron',
    '"30 2 * * *"',
    '--time-zone',
    'Europe/Berlin',
  )
  return explained(command, plainCodes, example).action(async (operation: string, _options, command: Command) => {
    const options = command.optsWithGlobals<SetOptions>()
    const body = toBody(operation, options)
    const answer = await call(outside.connect(options), 'POST', 'schedules', { body })
    tellSchedule(checked(ScheduleView, answer), options)
  })
}

/** Throws a `UsageError` where it says no time. */
function toBody(operation: string, { every, cron, timeZone, jitter, paused, input }: SetOptions): object {
  if (every === undefined && cron === undefined) throw new UsageError('When? Give --every or --cron.')
  return {
    operation,
    ...(cron === undefined ? { everyMinutes: every } : { cron, ...(timeZone === undefined ? {} : { timeZone }) }),
    ...(jitter === undefined ? {} : { jitterMinutes: jitter }),
    ...(paused ? { paused } : {}),
    ...(input === undefined ? {} : { input: readInput(operationRecords.get(operation)!, input) }),
  }
}
