import * as z from 'zod'
import type { Entry } from '../../access/enter'
import type { Caller } from '../../access/caller'
import type { cancelRun } from '../../runs/api/cancel'
import type { followRun } from '../../runs/api/follow'
import type { Admission } from '../../runs/ledger/admit'
import type { RunId } from '../../shared/ids'
import type { OperationRecord } from '../../shared/operation-record'
import { CancelAnswer, Monitor, StartAnswer } from '../answers'
import { examples } from '../examples'
import { granted, type Route } from '../route'
import { accepted, monitor } from '../run-answers'

/** What a start asks for. */
export interface StartOptions {
  tenantKey: string
  force: boolean
  trailing: boolean
  /** What the operation's own schema knows. */
  input: unknown
}

/** What the routes of runs call. */
export interface RunsApi {
  /** The base of links to runs. Undefined: that of the request. */
  publicBaseUrl: string | undefined
  start(caller: Caller, record: OperationRecord, options: StartOptions): Promise<Admission>
  followRun(entry: Entry, tenantKey: string, runId: RunId): ReturnType<typeof followRun>
  cancelRun(entry: Entry, tenantKey: string, runId: RunId): ReturnType<typeof cancelRun>
}

const startOptions = {
  force: z.boolean('true or false').default(false).describe('Skips the cooldown of the operation.'),
  trailing: z
    .boolean('true or false')
    .default(false)
    .describe('Asks for one more run after one that has already begun.'),
}

/** The body of a start: what every start may say, and the operation's input. */
export const startBody = ({ input }: Pick<OperationRecord, 'input'>) =>
  z.strictObject({ ...input.shape, ...startOptions }, 'an object')

const followHeaders = { 'Retry-After': 'Seconds until it is worth asking again. Absent: the run has ended.' }
const startHeaders = { 'Operation-Location': 'Where the run can be followed.', ...followHeaders }

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
        problems: ['tenant.pending', 'tenant.paused', 'tenant.removed'],
        example: { body: { force: true }, answer: examples.started },
        async handle({ params, body: { force, trailing, ...input }, url }, api, { caller }) {
          const tenantKey = (params as { tenantId: string }).tenantId
          const options = { tenantKey, force, trailing, input }
          return accepted(await api.start(caller, record, options), tenantKey, api.publicBaseUrl ?? url)
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
    answers: { 200: { description: 'The run.', schema: Monitor, headers: followHeaders } },
    example: { answer: examples.run },
    async handle({ params }, api: RunsApi, entry) {
      const { run, counts } = await api.followRun(entry, params.tenantId, params.runId)
      return monitor(run, counts)
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
]
