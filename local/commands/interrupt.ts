import { abortOnSignals } from '../../cli/interrupt'

/**
 * Returns a signal that aborts on SIGINT, SIGTERM and SIGHUP, and when the parent process has ended (npm's shell does not
 * forward every signal). The caller stops what it started.
 */
export function abortOnInterrupt(): { signal: AbortSignal; release(): void } {
  const { signal, abort, release } = abortOnSignals(['SIGINT', 'SIGTERM', 'SIGHUP'])
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent) abort('SIGHUP')
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
