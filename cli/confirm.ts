import { createInterface } from 'node:readline/promises'
import { abortOnSignals } from './interrupt'
import { printable } from './text'
import { UsageError } from './usage'

/**
 * Asks to type a phrase that says what is about to be removed, after a warning of one sentence; `given` instead where nobody sits
 * at a terminal. Throws when that is not the phrase.
 */
export async function confirmTyped(phrase: string, warning: string, given: string | undefined): Promise<void> {
  const shown = printable(phrase)
  if (given === undefined && !process.stdin.isTTY)
    throw new UsageError(`${warning} Without a terminal add --confirm "${shown}".`)
  const answer = given ?? (await ask(`${warning} Type "${shown}" to go on: `))
  if (printable(answer).trim() !== shown) throw new Error(`Nothing is removed: it must be "${shown}".`)
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const { signal, abort, release } = abortOnSignals(['SIGINT', 'SIGTERM'])
  terminal.on('SIGINT', () => abort('SIGINT'))
  try {
    const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
    return await Promise.race([terminal.question(question, { signal }), ended])
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    release()
    terminal.close()
  }
}
