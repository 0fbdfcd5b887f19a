import { closeSync, lstatSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeProblem } from '../write-problem'

/** Throws a sentence when a file cannot be written. Changes nothing: a file that there is keeps its content. */
export function checkWritable(file: string): void {
  try {
    const isNew = isMissing(file)
    closeSync(openSync(file, 'a'))
    if (isNew) rmSync(file)
  } catch (error) {
    const isFolder = (error as NodeJS.ErrnoException).code === 'EISDIR'
    throw writeProblem(error, isFolder ? file : dirname(file), 'give a file in a folder that can be written')
  }
}

/** True when there is nothing of this name, not even a link that leads nowhere. */
export function isMissing(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) === undefined
}
