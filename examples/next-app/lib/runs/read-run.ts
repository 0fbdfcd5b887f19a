import type { Answered, Client } from '../tenantpilot/client'
import { ifNoneMatch } from '../tenantpilot/if-none-match'
import type { Events, Items, Run } from '../tenantpilot/schema'

/** Which run: as it stands in addresses of pages. */
export interface RunPlace {
  /** The app's key of the tenant, or its id. */
  tenantId: string
  runId: string
}

/** A run with what was in it. */
export interface WholeRun {
  run: Run
  failed: Items
  /** What did not fail. */
  others: Items
  /** The first hundred. */
  events: Events['items']
}

/** The outcomes of items, in the order of the page. */
export const outcomes = { failed: 'failed', others: 'succeeded,skipped,removed' } as const

const pageSize = 50

/** Reads a run with the first page of its items, and its events; only the status when nothing has changed since `etag`. */
export async function readRun(client: Client, params: RunPlace, etag?: string | null): Promise<Answered<WholeRun>> {
  const answered = await client.withHeaders('getRun', { params, headers: ifNoneMatch(etag) })
  if (!answered.answer) return { ...answered, answer: null }
  const [failed, others, events] = await Promise.all([
    readItems(client, params, outcomes.failed),
    readItems(client, params, outcomes.others),
    client('listRunEvents', { params, query: { limit: 100 } }),
  ])
  return { ...answered, answer: { run: answered.answer, failed, others, events: events.items } }
}

/** Reads a page of items. */
export function readItems(client: Client, params: RunPlace, outcome: string, cursor?: string): Promise<Items> {
  return client('listRunItems', { params, query: { outcome, cursor, limit: pageSize } })
}
