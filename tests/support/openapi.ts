import * as z from 'zod'
import type { JsonSchema } from '../../src/http/json-schema'
import { type DocumentedOperation, openApiDocument } from '../../src/http/openapi'
import { describedRoutes } from '../../src/http/routes'
import { operationRecords } from '../../src/operations/registry'

/** An answer of the API. `path`: with or without a query, from `/api/` on or below it. */
export interface AnsweredRequest {
  method: string
  path: string
  status: number
  /** Read as JSON; null: none. */
  body: unknown
}

/** What this version serves. */
export const document = openApiDocument(describedRoutes(operationRecords.values()))

/**
 * Throws when an answer is not as the document says: an unknown status, a body of another form, a property too many. An
 * address of no route is answered by the host, with 404.
 */
export function requireDocumented({ method, path, status, body }: AnsweredRequest): void {
  const asked = `${method} ${path} → ${status}`
  const operation = findOperation(method, path)
  if (!operation && status === 404) return
  const answer = operation?.responses[status]
  if (!answer) throw new Error(`${asked} is not in the document: ${JSON.stringify(body)}`)
  const schemas = Object.values(answer.content ?? {}).map(({ schema }) => toZod(schema))
  if (schemas.length === 0 && body === null) return
  const faults = schemas.map((schema) => schema.safeParse(body).error)
  if (faults.some((fault) => fault === undefined)) return
  const says = faults.map((fault) => z.prettifyError(fault!)).join('\nor\n') || 'the document has no body'
  throw new Error(`${asked} has another form than in the document: ${says}\n${JSON.stringify(body)}`)
}

/** The operation that the document has at an address. Undefined: none. */
function findOperation(method: string, path: string): DocumentedOperation | undefined {
  const [address = ''] = path.replace(/^\/?(api\/)?/, '/api/').split('?')
  const [, methods] = Object.entries(document.paths).find(([template]) => matches(template, address)) ?? []
  return methods?.[method.toLowerCase()]
}

const matches = (template: string, address: string): boolean =>
  new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(address)

const known = new Map<JsonSchema, z.ZodType>()

/** A schema of the document that takes no properties but its own. */
export function toZod(schema: JsonSchema): z.ZodType {
  const made = known.get(schema) ?? z.fromJSONSchema(closed({ ...schema, $defs: document.components.schemas }))
  known.set(schema, made)
  return made
}

function closed(schema: JsonSchema): Parameters<typeof z.fromJSONSchema>[0] {
  const text = JSON.stringify(schema, (_, part: unknown) => (isObjectSchema(part) ? close(part) : part))
  return JSON.parse(text.replaceAll('"#/components/schemas/', '"#/$defs/')) as JsonSchema
}

const isObjectSchema = (part: unknown): part is JsonSchema => (part as JsonSchema | null)?.type === 'object'
const close = (part: JsonSchema): JsonSchema => ({ additionalProperties: false, ...part })
