import type { Command } from 'commander'
import { explained } from '../../cli/usage'

const demoCodes = '0 all well, 3 some policies failed, 1 failed, 2 wrong usage, 130 interrupted'

/** Explains the exit codes of a local command and of its subcommands in their help. */
export function withExitCodes(command: Command): Command {
  command.commands.forEach(withExitCodes)
  return explained(command, command.name() === 'demo' ? demoCodes : '0 done, 1 the work failed, 2 wrong usage')
}
