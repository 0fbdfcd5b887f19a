import { postgresCode } from './db/postgres-code'
import type { Around } from './db/hardened-client'
import type { AroundToken } from './graph/auth/tokens'
import type { OnRequest } from './graph/transport/attempt'
import type { RunQueues } from './runs/queue/service-bus'
import { databaseErrorCode } from './shared/database-codes'
import type { Log } from './shared/log'
import type { Lane } from './shared/operation-record'
import type { Telemetry } from './shared/telemetry'
import { addUsage } from './shared/usage'

/** Why the database cannot be used is told at most so often for each pool. Milliseconds. */
const tellEveryMs = 60_000

/**
 * Measures what a pool of connections does, and makes each statement a span of the work that it is for. Tells the log why the
 * database cannot be used: what others are told is the same code for a wrong password and a server that is gone.
 */
export function watchPool({ span, measure }: Telemetry, { pool, log }: { pool: string; log: Log }) {
  let toldAt = -Infinity
  function tellWhy(error: unknown): void {
    const reason = postgresCode(error)
    if (typeof reason !== 'string' || databaseErrorCode(reason) !== 'db.unavailable') return
    if (performance.now() - toldAt < tellEveryMs) return
    toldAt = performance.now()
    log('database_unavailable', { pool, code: 'db.unavailable', reason })
  }
  const around: Around = async (what, work) => {
    const began = performance.now()
    const attributes = { 'db.system': 'postgresql', 'db.operation.name': what, pool }
    try {
      return await span(`db ${what}`, { kind: 'client', inside: true, attributes }, work)
    } catch (error) {
      tellWhy(error)
      throw error
    } finally {
      const took = performance.now() - began
      addUsage({ databaseMs: took, databaseCalls: 1 })
      measure('tenantpilot.db.duration', took / 1000, { pool })
    }
  }
  const onWait = (waited: number) => measure('tenantpilot.db.wait', waited / 1000, { pool })
  return { around, onWait }
}

/** Measures each request to Graph. */
export function watchGraph({ measure }: Telemetry): OnRequest {
  return (status, took) => {
    addUsage({ graphMs: took })
    measure('tenantpilot.graph.duration', took / 1000, { status: String(status ?? 'none') })
  }
}

/** Makes each request for a token of Graph a span of the work that it is for: it has the code of what Entra refuses. */
export function watchTokens({ span }: Telemetry): AroundToken {
  return (work) => span('token graph', { kind: 'client', inside: true }, work)
}

/** Makes each send a span of the work that it is for. */
export function watchQueues(queues: RunQueues, { span }: Telemetry, names: Readonly<Record<Lane, string>>): RunQueues {
  return {
    ...queues,
    send: (lane, message, delayMs) => {
      const attributes = { 'messaging.system': 'servicebus', 'messaging.destination.name': names[lane] }
      return span(`send ${names[lane]}`, { kind: 'producer', inside: true, attributes }, () =>
        queues.send(lane, message, delayMs),
      )
    },
  }
}
