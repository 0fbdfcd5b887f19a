import * as z from 'zod'
import type { Entry } from '../../access/enter'
import { capabilities } from '../../shared/capabilities'
import type { OperationRecord } from '../../shared/operation-record'
import { examples } from '../examples'
import { granted, type Route } from '../route'
import { OperationsAnswer } from '../run-schemas'
import { startBody } from './runs'

/** What the catalogue of operations calls. */
export interface CatalogueApi {
  /** Throws `access.denied` for who has no grant at all. */
  listOperations(entry: Entry): Promise<OperationRecord[]>
}

/** The route of the catalogue of operations. */
export const catalogueRoutes: readonly Route<CatalogueApi>[] = [
  granted({
    name: 'listOperations',
    method: 'GET',
    path: 'operations',
    tag: 'Runs',
    summary: 'Lists the operations: what they are called, how long they take, who may start them, and with what input.',
    needs: 'tenants.read',
    answers: { 200: { description: 'Operations.', schema: OperationsAnswer } },
    example: { answer: { items: [examples.operation] } },
    handle: async (_request, api: CatalogueApi, entry) => ({
      status: 200,
      jsonBody: { items: (await api.listOperations(entry)).map(listed) },
    }),
  }),
]

function listed(record: OperationRecord) {
  const { name, label, expectedSeconds, capability, http, lane } = record
  return {
    name,
    label,
    expectedSeconds,
    role: capability && capabilities[capability].role,
    path: http && `tenants/{tenantId}/${http.path}`,
    lane,
    input: z.toJSONSchema(startBody(record), { io: 'input' }),
  }
}
