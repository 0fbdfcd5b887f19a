import { Command } from 'commander'
import { benchCommand } from './commands/bench'
import { dbCommands } from './commands/db'
import { demoCommand } from './commands/demo'
import { legacyCommand } from './commands/legacy'
import { newPolicyTypeCommand } from './commands/new-policy-type'
import { packageCommand } from './commands/package'
import { pagesCommand } from './commands/pages'
import { settingsCommand } from './commands/settings'
import { simCommand } from './commands/sim'
import { soakCommand } from './commands/soak'
import { startCommand } from './commands/start'
import { reflattenCommand, syncCommand } from './commands/sync'
import { reportFailure, withExitCodes } from './commands/usage'

const program = new Command('tenantpilot').description('TenantPilot Functions on one machine.').exitOverride()
for (const command of [
  startCommand(),
  demoCommand(),
  syncCommand(),
  reflattenCommand(),
  settingsCommand(),
  simCommand(),
  benchCommand(),
  soakCommand(),
  newPolicyTypeCommand(),
  packageCommand(),
  pagesCommand(),
  legacyCommand(),
  ...dbCommands(),
])
  program.addCommand(withExitCodes(command))

program.parseAsync().catch((error: unknown) => {
  process.exitCode = reportFailure(error, process.argv.slice(2), program)
})
