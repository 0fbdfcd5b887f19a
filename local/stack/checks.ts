import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const neededMb = 600

/** Throws when the temporary folder has too little space for the stack; the message says what to do. */
export function checkMachine(): void {
  const { bavail, bsize } = statfsSync(tmpdir())
  const freeMb = Math.floor((bavail * bsize) / 1024 ** 2)
  if (freeMb < neededMb)
    throw new Error(`Only ${freeMb} MB are free in ${tmpdir()}, ${neededMb} are needed: make room or set TMPDIR.`)
}
