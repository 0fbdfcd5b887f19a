import { Command } from 'commander'
import { operatorCommands } from '../cli/program'
import { runProgram, throwing } from '../cli/usage'
import { benchCommand } from './commands/bench'
import { bootstrapCommand } from './commands/bootstrap'
import { costCommand } from './commands/cost'
import { dbCommands } from './commands/db'
import { dbBootstrapCommand } from './commands/db-bootstrap'
import { dbPreflightCommand } from './commands/db-preflight'
import { demoCommand } from './commands/demo'
import { legacyCommand } from './commands/legacy'
import { legacyCheckCommand } from './commands/legacy-check'
import { newPolicyTypeCommand } from './commands/new-policy-type'
import { runningStack, typed } from './commands/operator'
import { packageCommand } from './commands/package'
import { packageCliCommand } from './commands/package-cli'
import { pagesCommand } from './commands/pages'
import { simCommand } from './commands/sim'
import { soakCommand } from './commands/soak'
import { startCommand, startFuncCommand } from './commands/start'
import { tokenCommand } from './commands/token'
import { traceCommand } from './commands/trace'
import { withExitCodes } from './commands/usage'

const program = new Command('tenantpilot').description('TenantPilot Functions on one machine.')
for (const command of [
  startCommand(),
  startFuncCommand(),
  demoCommand(),
  simCommand(),
  tokenCommand(),
  traceCommand(),
  benchCommand(),
  soakCommand(),
  newPolicyTypeCommand(),
  packageCommand(),
  packageCliCommand(),
  pagesCommand(),
  costCommand(),
  bootstrapCommand(),
  legacyCommand(),
  legacyCheckCommand(),
  ...dbCommands(),
  dbBootstrapCommand(),
  dbPreflightCommand(),
])
  program.addCommand(withExitCodes(command))
for (const command of operatorCommands(runningStack)) program.addCommand(command)

void runProgram(throwing(program), typed)
