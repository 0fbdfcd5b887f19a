import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { scratchProblem } from '../write-problem'

const neededMb = 600

/** Throws when there is no temporary folder, or too little space in it for the stack; the message says what to do. */
export function checkMachine(): void {
  const freeMb = freeMbIn(tmpdir())
  if (freeMb < neededMb)
    throw new Error(`Only ${freeMb} MB are free in ${tmpdir()}, ${neededMb} are needed: make room or set TMPDIR.`)
}

function freeMbIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return Math.floor((bavail * bsize) / 1024 ** 2)
  } catch (error) {
    throw scratchProblem(error)
  }
}
