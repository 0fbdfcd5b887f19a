import type { GraphMetrics } from '../types'
import type { Budget } from '../throttling/budget'
import type { SessionTokens } from '../auth/session-tokens'

/** What all requests of one session share. */
export interface GraphSession {
  /** Aborts every request and every wait. */
  signal: AbortSignal
  tokens: SessionTokens
  budget: Budget
  metrics: GraphMetrics
  /** True: the requests read setting definitions, which all tenants share. */
  definitions: boolean
}

/** The Accept headers of a session. Definitions are shared by all tenants, so they are always read in English. */
export function acceptHeaders({ definitions }: GraphSession): Record<string, string> {
  return { Accept: 'application/json', ...(definitions && { 'Accept-Language': 'en-US' }) }
}
