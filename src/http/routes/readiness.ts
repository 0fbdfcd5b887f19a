import { Readiness } from '../health-answers'
import { forEverybody, type Route } from '../route'

/** What the route of readiness calls. */
export interface ReadinessApi {
  isReady(): Promise<boolean>
}

/** The routes that every instance serves, whatever its role is. */
export const readinessRoutes: readonly Route<ReadinessApi>[] = [
  forEverybody({
    name: 'healthReady',
    method: 'GET',
    path: 'health/ready',
    tag: 'Health',
    summary: 'Tells whether the instance reaches its database and its queues. It looks at most every 10 seconds.',
    answers: {
      200: { description: 'Ready.', schema: Readiness },
      503: {
        description: 'Not ready: the database or Service Bus cannot be reached.',
        schema: Readiness,
        headers: { 'Retry-After': 'Seconds until it looks again.' },
      },
    },
    example: { answer: { status: 'ready' } },
    async handle(_request, api: ReadinessApi) {
      if (await api.isReady()) return { status: 200, jsonBody: { status: 'ready' } }
      return { status: 503, headers: { 'retry-after': '10' }, jsonBody: { status: 'not_ready' } }
    },
  }),
]
