import * as z from 'zod'
import type { Entry } from '../../access/enter'
import type { cancelRun } from '../../runs/api/cancel'
import type { createRunReads } from '../../runs/api/read'
import type { Admitted, Starter } from '../../runs/api/start'
import type { RunId } from '../../shared/ids'
import { type OperationRecord, requestShape } from '../../shared/operation-record'
import { etagHeaders, unchanged, withEtag } from '../etag'
import { examples } from '../examples'
import { granted, type Route } from '../route'
import { accepted, monitor } from '../run-answers'
import { CancelAnswer, Monitor, StartAnswer } from '../run-schemas'

/** What a start asks for. */
export interface StartOptions {
  tenantKey: string
  force: boolean
  trailing: boolean
  /** What the operation's own schema knows. */
  input: unknown
}

/** What the routes of runs call. */
export interface RunsApi extends Pick<ReturnType<typeof createRunReads>, 'followRun'> {
  /** The base of links to runs. Undefined: that of the request. */
  publicBaseUrl: string | undefined
  start(by: Starter, record: OperationRecord, options: StartOptions): Promise<Admitted>
  rerunRun(entry: Entry, tenantKey: string, runId: RunId): Promise<Admitted>
  cancelRun(entry: Entry, tenantKey: string, runId: RunId): ReturnType<typeof cancelRun>
}

const startOptions = {
  force: z.boolean('must be true or false').default(false).describe('Skips the cooldown of the operation.'),
  trailing: z
    .boolean('must be true or false')
    .default(false)
    .describe('Asks for one more run after one that has already begun.'),
}

/** The body of a start: what every start may say, and the operation's input. */
export const startBody = (record: Pick<OperationRecord, 'input' | 'requested' | 'rerun'>) =>
  z.strictObject({ ...requestShape(record), ...startOptions }, 'must be an object')

const followHeaders = { 'Retry-After': 'Seconds until it is worth asking again. Absent: the run has ended.' }
const startHeaders = { 'Operation-Location': 'Where the run can be followed.', ...followHeaders }
const followAnswers = {
  200: { description: 'The run.', schema: Monitor, headers: { ...etagHeaders, ...followHeaders } },
  304: { ...unchanged, headers: { ...etagHeaders, ...followHeaders } },
}
/** With which a start for a tenant is refused. */
const notStarted = ['tenant.pending', 'tenant.paused', 'tenant.removed', 'run.too_many_waiting'] as const

/** The routes that start operations: one for each record that has one. */
export function startRoutes(records: Iterable<OperationRecord>): Route<RunsApi>[] {
  return [...records].flatMap((record): Route<RunsApi>[] => {
    const { http, capability, label } = record
    if (!http || !capability) return []
    return [
      granted<RunsApi, `tenants/{tenantId}/${string}`, z.ZodObject, ReturnType<typeof startBody>>({
        name: http.functionName,
        method: 'POST',
        path: `tenants/{tenantId}/${http.path}`,
        tag: 'Runs',
        summary: `Starts the operation "${label}" (\`${record.name}\`), or gives back the run that does it already.`,
        needs: capability,
        body: startBody(record),
        ...(http.bodyLimit ? { bodyLimit: http.bodyLimit } : {}),
        creates: true,
        answers: {
          202: {
            description: 'The run that was made, or that does this already.',
            schema: StartAnswer,
            headers: startHeaders,
          },
        },
        problems: notStarted,
        example: { body: { force: true }, answer: examples.started },
        async handle({ params, body: { force, trailing, ...input }, url }, api, by) {
          const tenantKey = (params as { tenantId: string }).tenantId
          const admitted = await api.start(by, record, { tenantKey, force, trailing, input })
          return accepted(admitted, tenantKey, api.publicBaseUrl ?? url)
        },
      }),
    ]
  })
}

/** The other routes of runs. */
export const runRoutes: readonly Route<RunsApi>[] = [
  granted({
    name: 'getRun',
    method: 'GET',
    path: 'tenants/{tenantId}/runs/{runId}',
    tag: 'Runs',
    summary: 'Tells how far a run is, what it counted, what came of it, and why it failed.',
    needs: 'runs.read',
    answers: followAnswers,
    example: { answer: examples.run },
    async handle({ params: { tenantId, runId }, headers }, api: RunsApi, entry) {
      return withEtag(monitor(await api.followRun(entry, { tenantKey: tenantId }, runId)), headers)
    },
  }),
  granted({
    name: 'getWorkspaceRun',
    method: 'GET',
    path: 'workspaces/{workspaceId}/runs/{runId}',
    tag: 'Runs',
    summary: 'Tells the same of a run of a workspace: of one of its tenants, or of none.',
    needs: 'runs.read',
    answers: followAnswers,
    example: { answer: examples.run },
    async handle({ params: { workspaceId, runId }, headers }, api: RunsApi, entry) {
      return withEtag(monitor(await api.followRun(entry, { workspaceId }, runId)), headers)
    },
  }),
  granted({
    name: 'cancelRun',
    method: 'POST',
    path: 'tenants/{tenantId}/runs/{runId}/cancel',
    tag: 'Runs',
    summary: 'Ends a waiting run, or asks a working one to stop.',
    needs: 'runs.cancel',
    answers: { 202: { description: 'The run ends.', schema: CancelAnswer } },
    problems: ['run.ended'],
    example: { answer: { success: true, runId: examples.run.runId, status: 'cancelled' } },
    async handle({ params: { tenantId, runId } }, api: RunsApi, entry) {
      const status = await api.cancelRun(entry, tenantId, runId)
      return { status: 202, jsonBody: { success: true, runId, status } }
    },
  }),
  granted({
    name: 'rerunRun',
    method: 'POST',
    path: 'tenants/{tenantId}/runs/{runId}/rerun',
    tag: 'Runs',
    summary:
      'Starts what failed in an ended run once more, as a run of its own, or gives back the one that does so already.',
    needs: 'runs.rerun',
    creates: true,
    answers: { 202: { description: 'The run that does it.', schema: StartAnswer, headers: startHeaders } },
    problems: ['run.not_ended', 'run.not_rerunnable', ...notStarted],
    example: { answer: examples.started },
    async handle({ params: { tenantId, runId }, url }, api: RunsApi, entry) {
      return accepted(await api.rerunRun(entry, tenantId, runId), tenantId, api.publicBaseUrl ?? url)
    },
  }),
]
