import { Presets, SingleBar } from 'cli-progress'
import type { RunView } from './api-client'

/** Shows a run as it goes: a bar on a terminal, a plain line a second otherwise. */
export interface ProgressView {
  show(run: RunView): void
  end(): void
}

export function createProgress(): ProgressView {
  return process.stdout.isTTY ? bar() : lines()
}

function bar(): ProgressView {
  const format = '  {bar} {value}/{total} policies  {settings} settings  {phase}'
  const shown = new SingleBar({ format, hideCursor: true, clearOnComplete: false }, Presets.shades_classic)
  let started = false
  return {
    show({ progress, counts, phase }) {
      const total = progress.total ?? Math.max(progress.done, 1)
      const payload = { settings: counts.settings, phase }
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
    show({ status, progress, counts, phase, finishedAt }) {
      const line = `  ${status} (${phase}): ${progress.done}${progress.total === null ? '' : `/${progress.total}`} policies, ${counts.settings} settings`
      if (line === last || (Date.now() - lastAt < 1000 && !finishedAt)) return
      console.log(line)
      last = line
      lastAt = Date.now()
    },
    end: () => {},
  }
}
