import type { JsonSchema } from '../../src/http/json-schema'
import type { DocumentedOperation, OpenApiDocument } from '../../src/http/openapi'
import type { DocumentedParameter } from '../../src/http/openapi-parameters'

/**
 * Writes the TypeScript of a client of this API: the types of all bodies, and what each route takes and gives. It knows the
 * JSON Schemas that our own document has, and throws for a part of another.
 */
export function clientTypes({ paths, components }: OpenApiDocument): string {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => !isPage(operation))
      .map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  return [
    '// Written from the OpenAPI document by "npm run docs:pages" of the backend; a test compares.',
    ...Object.entries(components.schemas).map(([name, schema]) => `\nexport type ${name} = ${typeOf(schema)}`),
    '\n/** What each route takes and gives, by the name of its operation. */',
    'export interface Operations {',
    ...routes.map(({ operation }) => operationType(operation)),
    '}',
    '\n/** Where each route is. */',
    'export const routes = {',
    ...routes.map(
      ({ path, method, operation }) => `  ${operation.operationId}: { method: '${method}', path: '${path}' },`,
    ),
    '} as const satisfies Record<keyof Operations, { method: string; path: string }>',
    '',
  ].join('\n')
}

/** Pages are for browsers: no client calls them. */
const isPage = ({ responses }: DocumentedOperation): boolean =>
  responses[200]?.content !== undefined && !('application/json' in responses[200].content)

function operationType({ operationId, summary, parameters, requestBody, responses }: DocumentedOperation): string {
  const inPlace = (place: DocumentedParameter['in']) => parameters.filter((parameter) => parameter.in === place)
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  const answers = good.map(([, { content }]) => (content ? typeOf(content['application/json']!.schema) : 'null'))
  const parts = [
    `params: ${parametersType(inPlace('path'))}`,
    `query: ${parametersType(inPlace('query'))}`,
    `body: ${requestBody ? typeOf(requestBody.content['application/json']!.schema) : 'undefined'}`,
    `answer: ${union(answers)}`,
  ]
  return indented(`${comment(summary)}\n${operationId}: {\n${indented(parts.join('\n'))}\n}`)
}

function parametersType(parameters: readonly DocumentedParameter[]): string {
  if (parameters.length === 0) return 'undefined'
  return typeOf({
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, schema, description }) => [name, { ...schema, description }]),
    ),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  })
}

/** A schema as a type. */
function typeOf(schema: JsonSchema): string {
  const { $ref, anyOf, type } = schema
  if ($ref) return $ref.split('/').at(-1)!
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)))
  if (anyOf) return union(anyOf.map((part) => typeOf(part)))
  if (Array.isArray(type)) return union(type.map((each) => typeOf({ ...schema, type: each })))
  if (type === 'array') return `(${typeOf(schema.items as JsonSchema)})[]`
  if (type === 'object') return objectType(schema)
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'string' || type === 'boolean' || type === 'null') return type
  if (type === undefined) return 'unknown'
  throw new Error(`No type is known for ${JSON.stringify(schema)}.`)
}

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ')

function objectType({ properties, required = [], additionalProperties }: JsonSchema): string {
  if (!properties)
    return `Record<string, ${additionalProperties ? typeOf(additionalProperties as JsonSchema) : 'unknown'}>`
  const entries = Object.entries(properties as Record<string, JsonSchema>)
  if (entries.length === 0) return 'object'
  return `{\n${indented(entries.map(([name, part]) => property(name, part, required.includes(name))).join('\n'))}\n}`
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ')

function property(name: string, schema: JsonSchema, required: boolean): string {
  const says = schema.description ? `${comment(schema.description)}\n` : ''
  // a client may also say outright that it leaves something out
  return `${says}${name}${required ? '' : '?'}: ${typeOf(schema)}${required ? '' : ' | undefined'}`
}

const comment = (text: string): string => `/** ${text.replaceAll('*/', '*\\/')} */`
