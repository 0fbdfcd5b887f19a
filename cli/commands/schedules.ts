import { Argument, Command } from 'commander'
import { call } from '../call'
import { SchedulesView } from '../list-answers'
import { operationName } from '../option-values'
import type { ConnectionOptions, Outside } from '../outside'
import { scheduleColumns } from '../schedule-report'
import { explained, plainCodes } from '../usage'
import { wholeList } from '../whole-list'
import { schedulePauseCommands } from './schedule-pause'
import { scheduleSetCommand } from './schedule-set'

/** `schedules list|set|pause|resume|remove` */
export function schedulesCommand(outside: Outside): Command {
  const command = new Command('schedules')
    .description('Lists, sets, pauses and removes the schedules of the tenant: one for each operation.')
    .addCommand(listCommand(outside))
    .addCommand(scheduleSetCommand(outside))
  for (const each of schedulePauseCommands(outside)) command.addCommand(each)
  command.addCommand(removeCommand(outside))
  return explained(command, plainCodes, outside.typed('schedules', 'list'))
}

function listCommand(outside: Outside): Command {
  const command = new Command('list').description('Lists the schedules, with their next times.')
  const list = { path: () => 'schedules', schema: SchedulesView, columns: scheduleColumns }
  return wholeList(command, outside, outside.typed('schedules', 'list', '--csv'), list)
}

function removeCommand(outside: Outside): Command {
  const command = new Command('remove')
    .description('Removes the schedule of an operation. What it has started goes on.')
    .addArgument(new Argument('<operation>', 'as the list names it').argParser(operationName))
  for (const option of outside.options) command.addOption(option)
  return explained(command, plainCodes, outside.typed('schedules', 'remove', 'policy.sync')).action(
    async (operation: string, _options, command: Command) => {
      const options = command.optsWithGlobals<ConnectionOptions>()
      await call(outside.connect(options), 'DELETE', `schedules/${operation}`)
      if (!options.json) console.log('The schedule is removed.')
    },
  )
}
