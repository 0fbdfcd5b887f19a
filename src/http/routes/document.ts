import * as z from 'zod'
import { type OpenApiDocument, openApiDocument } from '../openapi'
import { forEverybody, type Route, type RouteDescription } from '../route'

const Document = z
  .looseObject({
    openapi: z.string(),
    info: z.looseObject({ title: z.string(), version: z.string() }),
    paths: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'OpenApiDocument' })

/** Described, but registered before all others and without this record: `functions/liveness.ts` says why. */
export const livenessRoute: RouteDescription = {
  name: 'healthLive',
  method: 'GET',
  path: 'health/live',
  tag: 'Health',
  summary: 'Tells that the instance answers.',
  needs: null,
  answers: { 200: { description: 'It does.', schema: z.object({ status: z.literal('alive') }).meta({ id: 'Alive' }) } },
  example: { answer: { status: 'alive' } },
}

/** The route that describes itself and the given ones. Its document is made once, when it is first asked for. */
export function documentRoute(others: readonly RouteDescription[]): Route<unknown> {
  let made: OpenApiDocument | undefined
  const route: Route<unknown> = forEverybody({
    name: 'openApi',
    method: 'GET',
    path: 'openapi.json',
    tag: 'Document',
    summary: 'Describes this API as OpenAPI 3.1.',
    answers: { 200: { description: 'The document.', schema: Document } },
    example: { answer: { openapi: '3.1.1', info: { title: 'TenantPilot Functions', version: '1.0.0' }, paths: {} } },
    handle: async () => ({ status: 200, jsonBody: (made ??= openApiDocument([...others, route])) }),
  })
  return route
}
