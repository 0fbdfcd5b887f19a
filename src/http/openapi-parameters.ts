import * as z from 'zod'
import { capabilities } from '../shared/capabilities'
import type { JsonSchema, SchemaWriter } from './json-schema'
import { idsIn, pathIds } from './requests'
import type { RouteDescription } from './route'

/** What the document says of a parameter. */
export interface DocumentedParameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description: string
  schema: JsonSchema
}

/** The parameters of a route: ids in its path, those of its query, and for whom it is called. */
export function parametersOf(route: RouteDescription, schemas: SchemaWriter): DocumentedParameter[] {
  const ids = idsIn(route.path).map((name) => parameter(name, 'path', schemas.write(idSchema(name), 'input'), true))
  const { properties = {}, required = [] } = schemas.write(route.query ?? z.strictObject({}), 'input')
  const query = Object.entries(properties).map(([name, schema]) =>
    parameter(name, 'query', schema as JsonSchema, required.includes(name)),
  )
  return [...ids, ...query, ...(route.creates ? [idempotencyKey] : []), ...(mayActFor(route) ? [actingUser] : [])]
}

function idSchema(name: string): z.ZodType {
  const schema = pathIds[name]
  if (!schema) throw new Error(`Nothing is known of {${name}} in a path.`)
  return schema
}

function parameter(
  name: string,
  place: DocumentedParameter['in'],
  { description = '', ...schema }: JsonSchema,
  required: boolean,
): DocumentedParameter {
  return { name, in: place, required, description, schema }
}

const mayActFor = ({ needs }: RouteDescription): boolean =>
  needs !== null && needs !== 'Operations' && !capabilities[needs].inPerson

const idempotencyKey: DocumentedParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes it safe to send the request again: for 24 hours the same key gets the first answer.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
}

const actingUser: DocumentedParameter = {
  name: 'X-Acting-User',
  in: 'header',
  required: false,
  description: 'For whom a service with the app role `ActAs` calls: `<tid>/<oid>`. The lower of both roles counts.',
  schema: { type: 'string', pattern: '^[0-9a-fA-F-]{36}/[0-9a-fA-F-]{36}$' },
}
