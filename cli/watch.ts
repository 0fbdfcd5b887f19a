import { followRun } from './api-client'
import type { RunView } from './answers'
import { Refused } from './call'
import type { Api } from './http'
import { abortOnSignals, Interrupted } from './interrupt'
import type { ConnectionOptions, Outside } from './outside'
import { createProgress, noProgress } from './progress'
import { exitCode, printResult, printRun } from './report'
import { toJson } from './text'

/** How often a run is read. The API names two seconds, for callers that nobody looks at. */
const everyMs = 1000

/** How a run is followed. `limit`: ends the following with its reason, as Ctrl-C does. */
export interface WatchOptions extends ConnectionOptions {
  limit?: AbortSignal
}

/**
 * Follows a run to its end and tells it. Returns the exit code. Ctrl-C and a failure end this only: what is thrown before
 * its end says that the run goes on, or may go on, and how to follow or cancel it, except where the API has no such run.
 */
export async function watchRun(
  outside: Outside,
  api: Api,
  runId: string,
  { limit, ...options }: WatchOptions,
): Promise<number> {
  const progress = options.json ? noProgress : createProgress()
  const { signal: interrupted, release } = abortOnSignals(['SIGINT', 'SIGTERM'])
  const signal = limit ? AbortSignal.any([interrupted, limit]) : interrupted
  let ended = false
  const onPoll = (run: RunView) => {
    ended = run.finishedAt !== null
    progress.show(run)
  }
  try {
    const run = await followRun(api, runId, onPoll, { signal, everyMs }).finally(progress.end)
    await tellRun(outside, run, options)
    return exitCode(run)
  } catch (error) {
    throw ended || isRefused(error) ? error : withHint(signal.aborted ? signal.reason : error, outside, runId)
  } finally {
    release()
  }
}

/** Prints a run that ended. */
export async function tellRun(outside: Outside, run: RunView, { json }: ConnectionOptions): Promise<void> {
  if (json) return console.log(toJson(run))
  printRun(run)
  await outside.afterRun?.(run)
  printResult(run)
}

/** True: no such run can be followed by this caller. A token that has expired ends no run, nor do too many requests. */
const isRefused = (error: unknown) =>
  error instanceof Refused && error.status >= 400 && error.status < 500 && ![401, 429].includes(error.status)

/** Where to follow a run, and how to cancel it. */
function withHint(error: unknown, { typed }: Outside, runId: string): Error {
  const hint = `Follow it: ${typed('runs', 'watch', runId)}. Cancel it: ${typed('runs', 'cancel', runId)}.`
  if (error instanceof Interrupted) return new Interrupted(error.exitCode, `\nThe run goes on. ${hint}`)
  return new Error(`${(error as Error).message}\nThe run may go on. ${hint}`, { cause: error })
}
