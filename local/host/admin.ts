import type { HostedFunction, TimerFunction } from './functions'
import { newInvocation } from './new-invocation'
import type { InvocationRequest, TypedData } from './protocol'

interface AdminOptions {
  hostId: string
  startedAt: number
  functions: HostedFunction[]
  manualInput: (f: TimerFunction) => Promise<TypedData>
  /** Starts the run and does not wait for it. */
  run: (f: TimerFunction, request: InvocationRequest) => void
}

type Answer = { status: number; body?: unknown }

/** Serves the part of the real host's admin API that is useful locally: host status, and starting a timer by hand. */
export function createAdmin({ hostId, startedAt, functions, manualInput, run }: AdminOptions) {
  return async ({ method, path }: { method: string; path: string }): Promise<Answer> => {
    if (/^\/admin\/host\/status\/?$/i.test(path) && method === 'GET')
      return {
        status: 200,
        body: { id: hostId, state: 'Running', version: '4.0.0-local', processUptime: Date.now() - startedAt },
      }
    const name = /^\/admin\/functions\/([^/]+)\/?$/i.exec(path)?.[1]
    if (name === undefined || method !== 'POST') return { status: 404 }
    const f = functions.find((one) => one.name.toLowerCase() === decodeURIComponent(name).toLowerCase())
    if (!f) return { status: 404 }
    if (!isTimer(f))
      return { status: 400, body: { message: `the local host starts only timers by hand; ${f.name} is no timer` } }
    run(f, newInvocation(f, await manualInput(f)))
    return { status: 202 }
  }
}

export function isTimer(f: HostedFunction): f is TimerFunction {
  return f.trigger.kind === 'timer'
}
