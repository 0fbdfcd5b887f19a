import { Presets, SingleBar } from 'cli-progress'
import type { RunView } from './api-client'

/** Shows the progress of a run: a bar on a terminal, else one line per second. */
export interface ProgressView {
  show(run: RunView): void
  end(): void
}

export function createProgress(): ProgressView {
  return process.stdout.isTTY ? bar() : lines()
}

function bar(): ProgressView {
  const format = '  {bar} {value}/{total} items  {settings} settings  {phase}{trouble}'
  const shown = new SingleBar({ format, hideCursor: true, clearOnComplete: false }, Presets.shades_classic)
  let started = false
  return {
    show({ progress, counts, phase, graph }) {
      const total = progress.total ?? Math.max(progress.done, 1)
      const payload = { settings: counts.settings, phase, retryText: retryText(graph) }
      if (!started) shown.start(total, progress.done, payload)
      started = true
      shown.setTotal(total)
      shown.update(progress.done, payload)
    },
    end: () => shown.stop(),
  }
}

function lines(): ProgressView {
  let last = ''
  let lastAt = 0
  return {
    show({ status, progress, counts, phase, graph, finishedAt }) {
      const items = `${progress.done}${progress.total === null ? '' : `/${progress.total}`} items`
      const line = `  ${status} (${phase}): ${items}, ${counts.settings} settings${retryText(graph)}`
      if (line === last || (Date.now() - lastAt < 1000 && !finishedAt)) return
      console.log(line)
      last = line
      lastAt = Date.now()
    },
    end: () => {},
  }
}

/** Returns the retries and throttling so far, or an empty text. */
function retryText({ retries, throttledMs }: RunView['graph']): string {
  if (retries === 0) return ''
  return `, ${retries} retries${throttledMs > 0 ? `, throttled for ${(throttledMs / 1000).toFixed(0)} s` : ''}`
}
