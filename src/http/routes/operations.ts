import type { WorkerHealth as Healthy } from '../../runs/api/health'
import type { ErrorCode } from '../../shared/error-codes'
import { TickAnswer } from '../answers'
import { examples } from '../examples'
import { WorkerHealth } from '../health-answers'
import { forOperations, type Route } from '../route'

/** What the route of the worker's health calls. */
export interface HealthApi {
  health(): Promise<Healthy | { code: ErrorCode }>
}

/** What the routes of the worker call. */
export interface WorkerApi {
  reconcile(requestedBy: string | null): Promise<unknown>
}

export const healthRoutes: readonly Route<HealthApi>[] = [
  forOperations({
    name: 'workerHealth',
    method: 'GET',
    path: 'worker-health',
    tag: 'Operations',
    summary: 'Counts the runs of all tenants by their state, and what is wrong with them.',
    answers: {
      200: { description: 'Healthy.', schema: WorkerHealth },
      500: { description: 'The database or Service Bus cannot be reached.', schema: WorkerHealth },
    },
    example: { answer: examples.health },
    async handle(_request, api: HealthApi) {
      const health = await api.health()
      if ('code' in health) return { status: 500, jsonBody: { status: 'unhealthy', error: health.code } }
      return { status: 200, jsonBody: { status: 'healthy', ...health } }
    },
  }),
]

/** The routes that every instance with the role `worker` serves. */
export const workerRoutes: readonly Route<WorkerApi>[] = [
  forOperations({
    name: 'opsTick',
    method: 'POST',
    path: 'ops/tick',
    tag: 'Operations',
    summary: 'Repairs and sends now what the timer would.',
    answers: { 200: { description: 'What the pass did.', schema: TickAnswer } },
    problems: ['ops.reconcile_adapter_runs.failed'],
    example: { answer: examples.tick },
    handle: async (_request, worker: WorkerApi) => ({ status: 200, jsonBody: await worker.reconcile('http') }),
  }),
]
