import { Argument, Command, InvalidArgumentError } from 'commander'
import { call } from '../call'
import { SchedulesView } from '../list-answers'
import type { ConnectionOptions, Outside } from '../outside'
import { scheduleColumns } from '../schedule-report'
import { explained, plainCodes } from '../usage'
import { wholeList } from '../whole-list'
import { scheduleSetCommand } from './schedule-set'

/** `schedules list|set|remove` */
export function schedulesCommand(outside: Outside): Command {
  const command = new Command('schedules')
    .description('Lists, sets and removes the schedules of the tenant: one for each operation.')
    .addCommand(listCommand(outside))
    .addCommand(scheduleSetCommand(outside))
    .addCommand(removeCommand(outside))
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
    .addArgument(new Argument('<operation>', 'as the list names it').argParser(readOperation))
  for (const option of outside.options) command.addOption(option)
  return explained(command, plainCodes, outside.typed('schedules', 'remove', 'policy.sync')).action(
    async (operation: string, _options, command: Command) => {
      const options = command.optsWithGlobals<ConnectionOptions>()
      await call(outside.connect(options), 'DELETE', `schedules/${operation}`)
      if (!options.json) console.log('The schedule is removed.')
    },
  )
}

/** Takes one that only a newer API knows, but nothing that leaves the path. Throws for the parser. */
function readOperation(text: string): string {
  if (/^\w+(\.[\w-]+)*$/.test(text)) return text
  throw new InvalidArgumentError('It is no name of an operation.')
}
