import type { setTimeout } from 'node:timers/promises'
import { acting } from './world'

type Real = typeof setTimeout

/**
 * `ring` waits for the broker by a timer of Node's own: inside a simulation it takes its turn like everything else. For
 * `jest.mock('node:timers/promises', …)`.
 */
export function patientTimers(real: { setTimeout: Real }) {
  const patient = (ms: number, value: unknown, options: { signal?: AbortSignal } = {}) => {
    const { world, actor } = acting.getStore() ?? {}
    if (!world || !actor) return real.setTimeout(ms, value, options)
    const { stage } = world
    const { signal } = options
    return stage.enter(actor, {
      kind: 'patience',
      what: 'patience',
      due: stage.now + ms,
      signal,
      run: async () => value,
    })
  }
  return { ...real, setTimeout: patient }
}
