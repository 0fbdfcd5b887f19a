import type { Command } from 'commander'

/** How hints are typed in tests. */
export const asTyped = (...words: string[]) => words.join(' ')

/** Runs a command in this process: what is printed, and the exit code or what is thrown. */
export async function typed(command: Command, words: string[]) {
  const said: string[] = []
  const errors: string[] = []
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  const error = jest.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line))
  process.exitCode = undefined
  try {
    command.exitOverride()
    command.commands.forEach((each) => each.exitOverride().configureOutput({ writeErr: () => {} }))
    const thrown = await command.parseAsync(words, { from: 'user' }).then(
      () => undefined,
      (reason: unknown) => reason as Error & { exitCode?: number },
    )
    return { code: process.exitCode ?? 0, said, errors, thrown }
  } finally {
    process.exitCode = undefined
    log.mockRestore()
    error.mockRestore()
  }
}
