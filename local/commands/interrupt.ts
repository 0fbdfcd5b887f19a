import { readFileSync } from 'node:fs'
import { abortOnSignals } from '../../cli/interrupt'

/**
 * Returns a signal that aborts on SIGINT, SIGTERM and SIGHUP, and when the parent process has ended (npm's shell does not
 * forward every signal), or npm has, whose shell would live on. The caller stops what it started.
 */
export function abortOnInterrupt(): { signal: AbortSignal; release(): void } {
  const { signal, abort, release } = abortOnSignals(['SIGINT', 'SIGTERM', 'SIGHUP'])
  const parent = process.ppid
  const npm = parentOfShell(parent)
  const watch = setInterval(() => {
    if (process.ppid !== parent || parentOfShell(parent) !== npm) abort('SIGHUP')
  }, 500)
  watch.unref()
  return {
    signal,
    release() {
      clearInterval(watch)
      release()
    },
  }
}

/** The process that started a shell, where the system tells it and npm started this command through one. */
function parentOfShell(shell: number): string | undefined {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined
  try {
    // behind the name in brackets, which may hold anything: the state, then the parent (proc(5))
    return readFileSync(`/proc/${shell}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]
  } catch {
    return undefined
  }
}
