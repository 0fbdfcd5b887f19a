import type { ListedEvent, ListedItem, ListedRun } from './list-answers'
import { type Column, shortTime } from './list-report'
import { toJson } from './text'

/** Of one tenant. */
export const runColumns: Column<ListedRun>[] = [
  { name: 'runId', whole: true, value: ({ runId }) => runId },
  { name: 'operation', value: ({ operation }) => operation },
  { name: 'status', whole: true, value: ({ status }) => status },
  { name: 'createdAt', whole: true, value: ({ createdAt }) => createdAt, short: shortTime },
  { name: 'startedAt', value: ({ startedAt }) => startedAt, csvOnly: true },
  { name: 'finishedAt', value: ({ finishedAt }) => finishedAt, csvOnly: true },
  { name: 'done', value: ({ progress }) => progress.done },
  { name: 'total', value: ({ progress }) => progress.total },
  { name: 'code', value: ({ error }) => error?.code ?? null },
  { name: 'message', value: ({ error }) => error?.message ?? null },
  { name: 'attempt', value: ({ attempt }) => attempt, csvOnly: true },
  { name: 'requestedBy', value: ({ requestedBy }) => requestedBy, csvOnly: true },
  { name: 'late', value: ({ late }) => late, csvOnly: true },
]

/** Of several tenants: each run with the key of its own. */
export const workspaceRunColumns = runColumns.toSpliced(1, 0, { name: 'tenant', value: ({ tenantId }) => tenantId })

export const itemColumns: Column<ListedItem>[] = [
  { name: 'outcome', whole: true, value: ({ outcome }) => outcome },
  { name: 'itemKey', value: ({ itemKey }) => itemKey },
  { name: 'source', value: ({ source }) => source, csvOnly: true },
  { name: 'policyName', value: ({ policyName }) => policyName },
  { name: 'code', value: ({ code }) => code },
  { name: 'message', value: ({ message }) => message },
  { name: 'inserted', value: ({ inserted }) => inserted, csvOnly: true },
  { name: 'updated', value: ({ updated }) => updated, csvOnly: true },
  { name: 'unchanged', value: ({ unchanged }) => unchanged, csvOnly: true },
  { name: 'removed', value: ({ removed }) => removed, csvOnly: true },
  { name: 'attempt', value: ({ attempt }) => attempt, csvOnly: true },
]

export const eventColumns: Column<ListedEvent>[] = [
  { name: 'seq', value: ({ seq }) => seq },
  { name: 'at', whole: true, value: ({ at }) => at },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'data', value: ({ data }) => (Object.keys(data).length > 0 ? toJson(data) : null) },
  { name: 'actor', value: ({ actor }) => actor },
]
