import { type Command, CommanderError } from 'commander'
import { Interrupted } from './interrupt'
import { leaveSoon } from './leave'

/** Something typed that a command cannot work with: nothing has begun. Ends with exit code 2. */
export class UsageError extends Error {}

/** The exit codes of a command that is done or not. */
export const plainCodes = '0 done, 1 failed, 2 wrong usage'

/** The exit codes of a search. */
export const searchCodes = '0 found, 1 nothing found or failed, 2 wrong usage'

/** How a command is typed, from its words: `tenantpilot runs watch`, `npm run runs -- watch`. */
export type Typed = (...words: string[]) => string

/** Explains the exit codes in the help of a command, below an example where there is one. */
export function explained(command: Command, codes: string, example?: string): Command {
  return command.addHelpText('after', `${example ? `\nExample:\n  ${example}\n` : ''}\nExit codes: ${codes}.`)
}

/** Makes a command and its subcommands throw instead of ending the process, and never repeat the value of an option. */
export function throwing(command: Command): Command {
  command.exitOverride().configureOutput({
    outputError: (text, write) => write(text.replace(/(unknown option '--?[\w-]*)=.*'/s, `$1'`)),
  })
  command.commands.forEach(throwing)
  return command
}

/** Runs the command that this process was started with, and sets its exit code. A reader that stops reading changes nothing. */
export async function runProgram(program: Command, typed: Typed): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // a pipe without a reader, a terminal that was closed
    if (error.code === 'EPIPE' || error.code === 'EIO') return
    console.error(`The output cannot be written (${error.code ?? error.message}): is the disk full?`)
    process.exit(1) // whatever is still done, nobody would see
  })
  // where nothing can be said, the exit code still says it
  process.stderr.on('error', () => {})
  try {
    await program.parseAsync()
  } catch (error) {
    process.exitCode = reportFailure(error, process.argv.slice(2), program, typed)
    if (error instanceof Interrupted) leaveSoon()
  }
}

/** Prints what was thrown, after wrong usage also where to look, and returns the exit code. */
function reportFailure(error: unknown, words: readonly string[], program: Command, typed: Typed): number {
  const ofParser = error instanceof CommanderError
  if (ofParser && error.exitCode === 0) return 0
  // the parser has printed its own
  if (!ofParser) console.error(error instanceof Error ? error.message : String(error))
  if (error instanceof Interrupted) return error.exitCode
  if (!ofParser && !(error instanceof UsageError)) return 1
  console.error(`See "${whereToLook(words, program, typed)}".`)
  return 2
}

/** How to get the help of the command or subcommand that was typed, also behind options of the program itself. */
function whereToLook(words: readonly string[], program: Command, typed: Typed): string {
  const named = (commands: readonly Command[], word: string | undefined) =>
    commands.find((each) => each.name() === word)?.name()
  const at = words.findIndex((word) => named(program.commands, word))
  const command = program.commands.find((each) => each.name() === words[at])
  const subcommand = command && named(command.commands, words[at + 1])
  return typed(...(command ? [command.name()] : []), ...(subcommand ? [subcommand] : []), '--help')
}
