import { type CliRun, interrupt, runCli } from '../support/cli'

/** Lines of the demo's output: from the first part that is ready to the middle of the sync. */
export const moments = [1, 2, 4, 6, 9]

/** What a command left behind, as it should be. */
export const nothing = { living: [], files: [] }
export const nothingLeft = (run: CliRun) => ({ living: run.living(), files: run.leftFiles() })

/** Interrupts the demo when it has printed so many lines. Returns its exit code and what it left behind. */
export async function interruptDemo(moment: number) {
  let seen = 0
  const run = runCli(['demo', '--policies', '400', '--latency', '20'], {
    onLine: () => {
      if (++seen === moment) interrupt(run)
    },
  })
  const ended = { code: await run.exited, ...nothingLeft(run) }
  run.dispose()
  return ended
}
