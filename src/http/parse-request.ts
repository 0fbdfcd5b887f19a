import * as z from 'zod'
import { AppError } from '../shared/errors'
import { invalidRequest } from './invalid-request'
import { readBody } from './read-body'
import { idsIn, readGrantId, readOperation, readRunId, readTenantKey, readWorkspaceId } from './requests'
import type { ParsedRequest, RawRequest } from './route'

/** The ids that paths have, and how each is read. */
const readers: Readonly<Record<string, (value: unknown) => string>> = {
  tenantId: readTenantKey,
  runId: readRunId,
  workspaceId: readWorkspaceId,
  grantId: readGrantId,
  operation: readOperation,
}

interface Parts {
  path: string
  query?: z.ZodObject
  body?: z.ZodObject
  bodyLimit?: number
}

/** A request of a route that says nothing of its parts. */
type AnyRequest = ParsedRequest<string, z.ZodObject, z.ZodObject>

/**
 * Checks all parts of a request by the schemas of its route. Unknown parameters and properties are refused, so that a typing
 * error is noticed. Throws `request.*`, and `tenant.invalid_id` and its like.
 */
export async function parseRequest(request: RawRequest, { path, query, body, bodyLimit }: Parts): Promise<AnyRequest> {
  return {
    params: Object.fromEntries(idsIn(path).map((name) => [name, readers[name]!(request.params[name])])),
    query: parseQuery(query ?? z.strictObject({}), request.query),
    body: body ? parseBody(body, await readBody(request, bodyLimit)) : {},
    url: request.url,
    headers: request.headers,
  }
}

/** Parses the parameters of a URL. Throws `request.invalid` with each wrong parameter. */
export function parseQuery<T extends z.ZodObject>(schema: T, parameters: Iterable<[string, string]>): z.output<T> {
  const parsed = schema.safeParse(Object.fromEntries(once(parameters)))
  if (parsed.success) return parsed.data
  throw invalidRequest(parsed.error, 'parameters', Object.keys(schema.shape))
}

/** Throws for a parameter that is given twice: one of both would be ignored. */
function once(parameters: Iterable<[string, string]>): [string, string][] {
  const all = [...parameters]
  const twice = all.find(([name], at) => all.findIndex(([other]) => other === name) < at)
  if (!twice) return all
  const name = JSON.stringify(twice[0].slice(0, 100))
  throw new AppError('request.invalid', { message: `The request is not valid: ${name} is given twice.` })
}

/** Parses a body; none is an empty object. Throws `request.invalid_json`, `request.invalid` with each wrong property. */
export function parseBody<T extends z.ZodObject>(schema: T, text: string): z.output<T> {
  const parsed = schema.safeParse(text.trim() === '' ? {} : parseJson(text))
  if (parsed.success) return parsed.data
  throw invalidRequest(parsed.error, 'body', Object.keys(schema.shape))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) // some clients send a byte order mark
  } catch {
    throw new AppError('request.invalid_json')
  }
}
