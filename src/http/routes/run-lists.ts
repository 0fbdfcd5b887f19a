import type { createRunReads } from '../../runs/api/read'
import { writeCursor } from '../cursor'
import { etagHeaders, unchanged, withEtag } from '../etag'
import { examples } from '../examples'
import type { Answer } from '../problem'
import { granted, type Route } from '../route'
import { listedItem, listedRun } from '../run-answers'
import {
  EventsParameters,
  ItemsParameters,
  tenantRunsParameters,
  toItemsRequest,
  toRunsRequest,
  workspaceRunsParameters,
} from '../run-requests'
import { EventsAnswer, ItemsAnswer, RunsAnswer } from '../run-schemas'

/** What the lists of runs, and of what belongs to them, call. */
export type RunListsApi = Pick<ReturnType<typeof createRunReads>, 'listRuns' | 'listRunItems' | 'listRunEvents'>

const runsAnswers = {
  200: {
    description: 'A page of runs, the newest first. It may be short, or empty, while there is a next one.',
    schema: RunsAnswer,
    headers: etagHeaders,
  },
  304: unchanged,
}
const runsExample = { answer: { items: [examples.listedRun], nextCursor: null } }

type Page = Awaited<ReturnType<RunListsApi['listRuns']>>

const runsPage = ({ items, next }: Page, list: unknown): Answer => ({
  status: 200,
  jsonBody: { items: items.map(listedRun), nextCursor: writeCursor(list, next) },
})

/** The routes of lists of runs of these operations, and of their items and events. */
export const runListRoutes = (operations: readonly string[]): Route<RunListsApi>[] => [
  granted({
    name: 'listWorkspaceRuns',
    method: 'GET',
    path: 'workspaces/{workspaceId}/runs',
    tag: 'Runs',
    summary: 'Lists the runs of a workspace that you may see, those of no tenant as well.',
    needs: 'runs.read',
    query: workspaceRunsParameters(operations),
    answers: runsAnswers,
    example: runsExample,
    async handle({ params: { workspaceId }, query, headers }, api: RunListsApi, entry) {
      const { request, list } = toRunsRequest(workspaceId, query)
      const target = { workspaceId, ...(query.tenantId === undefined ? {} : { tenantKey: query.tenantId }) }
      return withEtag(runsPage(await api.listRuns(entry, target, request), list), headers)
    },
  }),
  granted({
    name: 'listTenantRuns',
    method: 'GET',
    path: 'tenants/{tenantId}/runs',
    tag: 'Runs',
    summary: 'Lists the runs of a tenant.',
    needs: 'runs.read',
    query: tenantRunsParameters(operations),
    answers: runsAnswers,
    example: runsExample,
    async handle({ params: { tenantId }, query, headers }, api: RunListsApi, entry) {
      const { request, list } = toRunsRequest(tenantId, query)
      return withEtag(runsPage(await api.listRuns(entry, { tenantKey: tenantId }, request), list), headers)
    },
  }),
  granted({
    name: 'listRunItems',
    method: 'GET',
    path: 'tenants/{tenantId}/runs/{runId}/items',
    tag: 'Runs',
    summary:
      'Lists what a run did, policy by policy. While it works, new ones may come before those that you have seen.',
    needs: 'runs.read',
    query: ItemsParameters,
    answers: { 200: { description: 'A page of items, by key.', schema: ItemsAnswer } },
    example: { answer: { items: [examples.item], nextCursor: null } },
    async handle({ params: { tenantId, runId }, query }, api: RunListsApi, entry) {
      const { request, list } = toItemsRequest(tenantId, runId, query)
      const { items, next } = await api.listRunItems(entry, tenantId, request)
      return { status: 200, jsonBody: { items: items.map(listedItem), nextCursor: writeCursor(list, next) } }
    },
  }),
  granted({
    name: 'listRunEvents',
    method: 'GET',
    path: 'tenants/{tenantId}/runs/{runId}/events',
    tag: 'Runs',
    summary: 'Lists what happened to a run, in its order.',
    needs: 'runs.read',
    query: EventsParameters,
    answers: { 200: { description: 'A page of events.', schema: EventsAnswer } },
    example: { answer: { items: [examples.event], next: null } },
    handle: async ({ params: { tenantId, runId }, query }, api: RunListsApi, entry) => ({
      status: 200,
      jsonBody: await api.listRunEvents(entry, tenantId, { runId, ...query }),
    }),
  }),
]
