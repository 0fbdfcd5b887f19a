import { Command } from 'commander'
import { operationRecords } from '../src/operations/registry'
import { dlqCommand } from './commands/dlq'
import { type DoctorOutside, doctorCommand } from './commands/doctor'
import { runsCommand } from './commands/runs'
import { schedulesCommand } from './commands/schedules'
import { settingsCommand } from './commands/settings'
import { startCommand } from './commands/start'
import { explained, throwing } from './usage'

/** The commands of an operator: one for each operation that can be started, `runs`, `schedules`, `settings`, `dlq` and `doctor`. The caller makes them throw. */
export function operatorCommands(outside: DoctorOutside): Command[] {
  const starting = [...operationRecords.values()].flatMap((record) => startCommand(record, outside) ?? [])
  return [
    ...starting,
    runsCommand(outside),
    schedulesCommand(outside),
    settingsCommand(outside),
    dlqCommand(outside),
    doctorCommand(outside),
  ]
}

/** The program `tenantpilot`. Its options may stand before a command or behind it. */
export function createProgram(outside: DoctorOutside): Command {
  const program = new Command('tenantpilot').description('Operates TenantPilot through its API.')
  for (const option of outside.options) program.addOption(option)
  const codes = '0 done, 3 done in part, 1 failed, 2 wrong usage, 130 interrupted'
  explained(
    program,
    `${codes}. An access token of the API stands in TENANTPILOT_TOKEN, never among the arguments`,
    outside.typed('sync', '--watch'),
  )
  for (const command of operatorCommands(outside)) program.addCommand(command)
  return throwing(program)
}
