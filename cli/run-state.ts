import type { RunView } from './answers'
import { printable } from './text'

/** Prints how far a run is, and what it waits for. */
export function printState(run: RunView): void {
  const { runId, operation, status, phase, progress, createdAt, startedAt, finishedAt, attempt } = run
  const total = progress.total === null ? '' : ` of ${progress.total}`
  const times = { created: createdAt, started: startedAt, ended: finishedAt }
  console.log(`run ${runId}: ${printable(operation)}`)
  console.log(`  ${status} (${printable(phase)}): ${progress.done}${total} items, attempt ${attempt}`)
  for (const [name, time] of Object.entries(times)) if (time) console.log(`  ${name} ${printable(time)}`)
  const { waitingFor, late } = run
  if (waitingFor) console.log(`  waits ${waitingText(waitingFor)}`)
  if (late) console.log('  late: it takes more than three times as long as usual')
}

/** By the reason that the API gives. */
const reasons: Readonly<Record<string, string>> = {
  lane: 'for its turn, because another run of the tenant works',
  throttle: 'because Microsoft Graph throttles the tenant; it goes on by itself',
  retry: 'for its next attempt, because something failed; it goes on by itself',
  message: 'for a worker that takes its message',
}

function waitingText({ reason, until, runId }: NonNullable<RunView['waitingFor']>): string {
  const why = reasons[reason] ?? printable(reason)
  return `${until ? `until ${printable(until)} ` : ''}${why}${runId ? `: ${runId}` : ''}`
}
