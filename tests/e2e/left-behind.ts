import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CliRun, runCli } from '../support/cli'
import { until } from '../support/until'

const root = join(__dirname, '../..')

/** A second checkout of the same, as far as a stack needs it. */
export function otherFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'tenantpilot-other-'))
  for (const name of ['package.json', 'host.json', 'dist', 'node_modules'])
    symlinkSync(join(root, name), join(folder, name))
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}

const isReady = (run: CliRun) => run.lines.includes('Ctrl-C stops everything.')

/** Runs `npm start` in a folder of its own until it is ready. */
export async function startStack(options: { temporary?: string } = {}) {
  const { folder, remove } = otherFolder()
  const run = runCli(['start', '--policies', '3', '--latency', '0'], { cwd: folder, ...options })
  const ended = run.exited.then((code) => {
    throw new Error(`npm start ended (${code}): ${[...run.lines.slice(-5), ...run.errors].join(' ')}`)
  })
  await Promise.race([until('the stack is ready', () => isReady(run)), ended])
  ended.catch(() => {})
  const dispose = () => {
    run.dispose()
    remove()
  }
  return { run, folder, dispose }
}

export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return '' // it has ended
  }
}

/** Waits until nothing of a run is left. */
export async function untilNothingIsLeft(run: CliRun) {
  await until('no process and no file is left', () => run.living().length + run.leftFiles().length === 0)
}

/** The process of a part, by its `main` or its name; the postmaster is the parent of the server's other processes. */
export function processOf(run: CliRun, part: string): number {
  const found = run.living().filter((pid) => commandOf(pid).includes(part))
  if (found.length === 0) throw new Error(`no process of ${part}: ${run.living().map(commandOf).join('\n')}`)
  return Math.min(...found)
}
