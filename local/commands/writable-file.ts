import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeProblem } from '../write-problem'

/** Throws a sentence when a file cannot be written. Changes nothing: a file that there is keeps its content. */
export function checkWritable(file: string): void {
  const isNew = !existsSync(file)
  try {
    closeSync(openSync(file, 'a'))
    if (isNew) rmSync(file)
  } catch (error) {
    const isFolder = (error as NodeJS.ErrnoException).code === 'EISDIR'
    throw writeProblem(error, isFolder ? file : dirname(file), 'give a file in a folder that can be written')
  }
}
