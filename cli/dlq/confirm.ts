import { createInterface } from 'node:readline/promises'
import { printable } from '../text'
import { abortOnSignals } from '../interrupt'
import { UsageError } from '../usage'

/**
 * Asks to type what is about to be removed; `given` instead where nobody sits at a terminal. Throws when that is not what is there.
 */
export async function confirmPurge(queue: string, count: number, given: string | undefined): Promise<void> {
  const phrase = `purge ${queue} ${count}`
  if (given === undefined && !process.stdin.isTTY)
    throw new UsageError(`Removing cannot be undone. Without a terminal add --confirm "${printable(phrase)}".`)
  const answer = given ?? (await ask(`This cannot be undone. Type "${printable(phrase)}" to go on: `))
  if (answer.trim() !== phrase) throw new Error(`Nothing is removed: it must be "${printable(phrase)}".`)
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
