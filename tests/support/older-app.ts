import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '..', '..')

const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()

/** The package of an earlier version. */
export interface OlderApp {
  /** The folder that is deployed. */
  folder: string
  remove(): void
}

/** What to roll back to: `ROLLBACK_REF`, else the newest tag of a release before this commit. Undefined where this clone has none. */
export function olderVersion(): string | undefined {
  if (process.env['ROLLBACK_REF']) return process.env['ROLLBACK_REF']
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD^')
  } catch {
    return undefined // no tag, no history in a shallow clone, or no git at all
  }
}

/** Makes the package of a version with the dependencies that are installed here. Throws what its build says. */
export function makeOlderApp(version: string): OlderApp {
  const scratch = mkdtempSync(join(tmpdir(), 'tenantpilot-older-'))
  const checkout = join(scratch, 'checkout')
  const remove = () => {
    git('worktree', 'remove', '--force', checkout)
    rmSync(scratch, { recursive: true, force: true })
  }
  git('worktree', 'add', '--detach', checkout, version)
  try {
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
    execFileSync(process.execPath, ['local/run.cjs', 'package'], {
      cwd: checkout,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return { folder: join(checkout, 'dist', 'package'), remove }
  } catch (error) {
    remove()
    throw error
  }
}
