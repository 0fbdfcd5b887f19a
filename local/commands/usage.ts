import type { Command } from 'commander'
import { explained } from '../../cli/usage'

/** Of commands that have a result besides done and failed. */
const codesOf: Readonly<Record<string, string>> = {
  demo: '0 all well, 3 some policies failed, 1 failed, 2 wrong usage, 130 interrupted',
  'db:preflight':
    '0 it will do, 3 a warning or something could not be checked, 1 something must be done first, 2 wrong usage',
  'legacy:check': '0 nothing found, 3 something found, 1 failed, 2 wrong usage',
}

/** Explains the exit codes of a local command and of its subcommands in their help. */
export function withExitCodes(command: Command): Command {
  command.commands.forEach(withExitCodes)
  return explained(command, codesOf[command.name()] ?? '0 done, 1 the work failed, 2 wrong usage')
}
