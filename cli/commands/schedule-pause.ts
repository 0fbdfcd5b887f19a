import { Argument, Command } from 'commander'
import { checked } from '../answers'
import { call } from '../call'
import type { Api } from '../http'
import { ScheduleView, SchedulesView } from '../list-answers'
import { operationName } from '../option-values'
import type { ConnectionOptions, Outside } from '../outside'
import { tellSchedule } from '../schedule-report'
import { explained, plainCodes } from '../usage'

/** `schedules pause|resume OPERATION` */
export function schedulePauseCommands(outside: Outside): Command[] {
  return [
    pauseCommand(outside, 'pause', 'Pauses the schedule of an operation: it starts nothing, and stays as it is.', true),
    pauseCommand(outside, 'resume', 'Ends the pause of a schedule. What was missed is not made up for.', false),
  ]
}

function pauseCommand(outside: Outside, name: string, description: string, paused: boolean): Command {
  const command = new Command(name)
    .description(description)
    .addArgument(new Argument('<operation>', 'as the list names it').argParser(operationName))
  for (const option of outside.options) command.addOption(option)
  return explained(command, plainCodes, outside.typed('schedules', name, 'policy.sync')).action(
    async (operation: string, _options, command: Command) => {
      const options = command.optsWithGlobals<ConnectionOptions>()
      const api = outside.connect(options)
      const body = { ...toBody(await readSchedule(outside, api, operation)), paused }
      tellSchedule(checked(ScheduleView, await call(api, 'POST', 'schedules', { body })), options)
    },
  )
}

/** Throws a sentence where there is none. */
async function readSchedule({ typed }: Outside, api: Api, operation: string): Promise<ScheduleView> {
  const { items } = checked(SchedulesView, await call(api, 'GET', 'schedules'))
  const schedule = items.find((each) => each.operation === operation)
  if (schedule) return schedule
  throw new Error(`${operation} has no schedule here. Which there are: ${typed('schedules', 'list')}`)
}

/** What a request says of a schedule: it replaces the whole one. */
function toBody({ operation, everyMinutes, cron, timeZone, jitterMinutes, input }: ScheduleView): object {
  const when = everyMinutes === null ? { cron, ...(timeZone === null ? {} : { timeZone }) } : { everyMinutes }
  return { operation, ...when, jitterMinutes, input }
}
