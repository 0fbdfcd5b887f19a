import type { GraphMetrics } from '../types'
import type { Budget } from '../throttling/budget'
import type { TokenSource } from '../auth/tokens'

/** What the requests of one session share. */
export interface GraphSession {
  /** Aborts every request and every wait. */
  signal: AbortSignal
  tokens: Pick<TokenSource, 'get' | 'refuse'>
  budget: Budget
  metrics: GraphMetrics
  /** Its requests read shared setting definitions. */
  definitions: boolean
}

/** What its requests accept. Definitions are shared by all tenants, so their language is always the same. */
export function acceptedBy({ definitions }: GraphSession): Record<string, string> {
  return { Accept: 'application/json', ...(definitions && { 'Accept-Language': 'en-US' }) }
}
