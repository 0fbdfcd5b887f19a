import type { WriteStream } from 'node:tty'
import { Format, type GenericFormatter, Presets, SingleBar } from 'cli-progress'
import type { RunView } from './answers'
import { printable } from './text'

/** Shows the progress of a run: a bar on a terminal, else one line per second. */
export interface ProgressView {
  show(run: RunView): void
  end(): void
}

/** Shows nothing. */
export const noProgress: ProgressView = { show: () => {}, end: () => {} }

export function createProgress(out: WriteStream = process.stdout): ProgressView {
  return out.isTTY ? bar(out) : lines(out)
}

const unknownTotal = ' so far, still counting'
const measured = '  {bar} {value}/{total} items{settings}  {phase}{trouble}'
/** There is no part of a whole that nobody knows yet. */
const counting = `  {value} items${unknownTotal}{settings}  {phase}{trouble}`

function bar(stream: WriteStream): ProgressView {
  const format: GenericFormatter = (options, params, payload: { known: boolean }) =>
    Format.Formatter({ ...options, format: payload.known ? measured : counting }, params, payload)
  const shown = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: false }, Presets.shades_classic)
  const totalOf = lastKnownTotal()
  let started = false
  return {
    show(run) {
      const { progress, counts, phase, graph } = run
      const total = totalOf(run)
      const texts = { settings: settingsText(counts), phase: printable(phase), trouble: retryText(graph) }
      const payload = { ...texts, known: total !== null }
      if (!started) shown.start(total ?? 0, progress.done, payload)
      started = true
      shown.setTotal(total ?? 0)
      shown.update(progress.done, payload)
    },
    end() {
      if (started) shown.stop()
    },
  }
}

function lines(out: WriteStream): ProgressView {
  let last = ''
  let lastAt = 0
  const totalOf = lastKnownTotal()
  return {
    show(run) {
      const { status, progress, counts, phase, graph, finishedAt } = run
      const total = totalOf(run)
      const items = total === null ? `${progress.done} items${unknownTotal}` : `${progress.done}/${total} items`
      const line = `  ${status} (${printable(phase)}): ${items}${settingsText(counts)}${retryText(graph)}`
      if (line === last || (Date.now() - lastAt < 1000 && !finishedAt)) return
      out.write(`${line}\n`)
      last = line
      lastAt = Date.now()
    },
    end: () => {},
  }
}

/** While a run is still finding what there is to do, its total is not known; once it was, it stays. */
function lastKnownTotal(): (run: RunView) => number | null {
  let known: number | null = null
  return ({ progress }) => (known = progress.total ?? known)
}

/** An operation that stores no settings says nothing of them. */
const settingsText = ({ settings }: RunView['counts']) => (settings > 0 ? `, ${settings} settings` : '')

/** Returns the retries and throttling so far, or an empty text. */
function retryText({ retries, throttledMs }: RunView['graph']): string {
  if (retries === 0) return ''
  return `, ${retries} retries${throttledMs > 0 ? `, throttled for ${(throttledMs / 1000).toFixed(0)} s` : ''}`
}
