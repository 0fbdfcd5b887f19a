import type { WriteStream } from 'node:tty'
import { Presets, SingleBar } from 'cli-progress'
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

function bar(stream: WriteStream): ProgressView {
  const format = '  {bar} {value}/{total} items{settings}  {phase}{trouble}'
  const shown = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: false }, Presets.shades_classic)
  let started = false
  return {
    show({ progress, counts, phase, graph }) {
      const total = progress.total ?? Math.max(progress.done, 1)
      const payload = { settings: settingsText(counts), phase: printable(phase), trouble: retryText(graph) }
      if (!started) shown.start(total, progress.done, payload)
      started = true
      shown.setTotal(total)
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
  return {
    show({ status, progress, counts, phase, graph, finishedAt }) {
      const items = `${progress.done}${progress.total === null ? '' : `/${progress.total}`} items`
      const line = `  ${status} (${printable(phase)}): ${items}${settingsText(counts)}${retryText(graph)}`
      if (line === last || (Date.now() - lastAt < 1000 && !finishedAt)) return
      out.write(`${line}\n`)
      last = line
      lastAt = Date.now()
    },
    end: () => {},
  }
}

/** An operation that stores no settings says nothing of them. */
const settingsText = ({ settings }: RunView['counts']) => (settings > 0 ? `, ${settings} settings` : '')

/** Returns the retries and throttling so far, or an empty text. */
function retryText({ retries, throttledMs }: RunView['graph']): string {
  if (retries === 0) return ''
  return `, ${retries} retries${throttledMs > 0 ? `, throttled for ${(throttledMs / 1000).toFixed(0)} s` : ''}`
}
