import { Command } from 'commander'
import { version } from '../package.json'
import { operationRecords } from '../src/operations/registry'
import { canaryCommand } from './commands/canary'
import { dlqCommand } from './commands/dlq'
import { type DoctorOutside, doctorCommand } from './commands/doctor'
import { grantsCommand } from './commands/grants'
import { notificationsCommand } from './commands/notifications'
import { policiesCommand } from './commands/policies'
import { runsCommand } from './commands/runs'
import { schedulesCommand } from './commands/schedules'
import { settingsCommand } from './commands/settings'
import { startCommand } from './commands/start'
import { tenantsCommand } from './commands/tenants'
import { workspacesCommand } from './commands/workspaces'
import { explained, throwing } from './usage'

const others = [
  runsCommand,
  schedulesCommand,
  settingsCommand,
  policiesCommand,
  tenantsCommand,
  grantsCommand,
  workspacesCommand,
  notificationsCommand,
  dlqCommand,
  doctorCommand,
  canaryCommand,
]

/** The commands of an operator: one for each operation that can be started, and all others. The caller makes them throw. */
export function operatorCommands(outside: DoctorOutside): Command[] {
  const starting = [...operationRecords.values()].flatMap((record) => startCommand(record, outside) ?? [])
  return [...starting, ...others.map((commandOf) => commandOf(outside))]
}

/** The program `tenantpilot`. Its options may stand before a command or behind it. */
export function createProgram(outside: DoctorOutside): Command {
  const program = new Command('tenantpilot').description('Operates TenantPilot through its API.')
  program.version(version, '--version', 'prints the version of this command line')
  for (const option of outside.options) program.addOption(option)
  const codes = '0 done, 3 done in part, 1 failed, 2 wrong usage, 130 interrupted'
  explained(
    program,
    `${codes}. Calls as who is signed in with the Azure CLI, or with the access token in TENANTPILOT_TOKEN, which never stands among the arguments`,
    outside.typed('sync', '--watch'),
  )
  for (const command of operatorCommands(outside)) program.addCommand(command)
  return throwing(program)
}
