import { type Command, CommanderError } from 'commander'

/** Something typed that a command cannot work with: nothing has begun. Ends with exit code 2. */
export class UsageError extends Error {}

const exitCodes: Readonly<Record<string, string>> = {
  demo: '0 all well, 3 some policies failed, 1 failed, 2 wrong usage, 130 interrupted',
  sync: '0 done, 3 some policies failed (with --watch), 1 failed, 2 wrong usage, 130 interrupted',
  settings: '0 found, 1 nothing found or failed, 2 wrong usage',
}

/** Makes a command and its subcommands throw instead of ending the process, and explains the exit codes in their help. */
export function withExitCodes(command: Command): Command {
  const codes = exitCodes[command.name()] ?? '0 done, 1 the work failed, 2 wrong usage'
  command.exitOverride().addHelpText('after', `\nExit codes: ${codes}.`)
  command.commands.forEach(withExitCodes)
  return command
}

/** Prints what was thrown, after wrong usage also where to look, and returns the exit code. */
export function reportFailure(error: unknown, words: readonly string[], program: Command): number {
  const ofParser = error instanceof CommanderError
  if (ofParser && error.exitCode === 0) return 0
  // the parser has printed its own
  if (!ofParser) console.error(error instanceof Error ? error.message : String(error))
  if (!ofParser && !(error instanceof UsageError)) return 1
  console.error(whereToLook(words, program))
  return 2
}

/** Says how to get the help of the command or subcommand that was typed. */
function whereToLook([first, second]: readonly string[], program: Command): string {
  const command = program.commands.find((each) => each.name() === first)
  const subcommand = command?.commands.find((each) => each.name() === second)
  return `See "npm run ${command?.name() ?? 'demo'} -- ${subcommand ? `${subcommand.name()} ` : ''}--help".`
}
