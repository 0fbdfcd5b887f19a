import type timers from 'node:timers/promises'
import { currentTask } from './world'

/** `node:timers/promises` for `jest.mock`: inside a simulation a timer takes its turn like everything else. */
export function simulatedTimers() {
  const real = jest.requireActual<typeof timers>('node:timers/promises')
  const simulated = (ms: number, value: unknown, options: { signal?: AbortSignal } = {}) => {
    const { world, task } = currentTask.getStore() ?? {}
    if (!world || !task) return real.setTimeout(ms, value, options)
    const { scheduler } = world
    const { signal } = options
    return scheduler.schedule(task, {
      kind: 'timer',
      what: 'timer',
      due: scheduler.now + ms,
      signal,
      run: async () => value,
    })
  }
  return { ...real, setTimeout: simulated }
}
