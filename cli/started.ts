import type { Started } from './answers'
import { startRun } from './api-client'
import { NotSent } from './call'
import type { Api } from './http'
import { abortOnSignals, Interrupted } from './interrupt'
import type { Outside } from './outside'
import { toJson } from './text'
import { type WatchOptions, watchRun } from './watch'

/** A request that starts a run. `again`: the words of the command that gives the same run once more. */
interface Start {
  path: string
  body?: object
  again: readonly string[]
}

/** Starts a run, prints its id, and follows it where that is wanted. Returns the exit code. */
export async function startAndTell(
  outside: Outside,
  start: Start,
  options: WatchOptions & { watch?: boolean },
): Promise<number> {
  const api = outside.connect(options)
  const started = await startOnce(outside, api, start)
  const { runId, deduplicated } = started
  if (!options.json) console.log(`run ${runId}${deduplicated ? ' (already existed)' : ''}`)
  else if (!options.watch) console.log(toJson(started))
  return options.watch ? watchRun(outside, api, runId, options) : 0
}

/** Sends the start. Throws, when Ctrl-C comes before the answer, a sentence that says what is known. */
async function startOnce({ typed }: Outside, api: Api, { path, body, again }: Start): Promise<Started> {
  const { signal, release } = abortOnSignals(['SIGINT', 'SIGTERM'])
  try {
    return await startRun(api, path, body, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    const { exitCode } = signal.reason as Interrupted
    const unknown = `Whether the start arrived is not known. If it did, the run goes on, and this gives it again: ${typed(...again)}`
    throw new Interrupted(exitCode, `\n${error instanceof NotSent ? 'Nothing was started.' : unknown}`)
  } finally {
    release()
  }
}
