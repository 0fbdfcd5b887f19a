import * as fc from 'fast-check'
import type { JsonSchema } from '../../src/http/json-schema'

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\0', '%', '../..', "' or 1=1 --", '\ufeff'),
)

/** Makes values of a JSON schema of the document, and one time in eight something else. `named`: its components. */
export function fromSchema(schema: JsonSchema, named: Readonly<Record<string, JsonSchema>>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: fitting(schema, named), weight: 7 },
    { arbitrary: fc.oneof(fc.jsonValue(), anyText), weight: 1 },
  )
}

function fitting(schema: JsonSchema, named: Readonly<Record<string, JsonSchema>>): fc.Arbitrary<unknown> {
  const {
    $ref,
    anyOf,
    const: constant,
    enum: values,
    type,
    format,
    items,
    properties = {},
    required = [],
  } = schema as Loose
  if ($ref) return fitting(named[$ref.split('/').at(-1)!]!, named)
  if (anyOf) return fc.oneof(...anyOf.map((each) => fitting(each, named)))
  if (constant !== undefined) return fc.constant(constant)
  if (values) return fc.constantFrom(...values)
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer' || type === 'number') return fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer())
  if (type === 'null') return fc.constant(null)
  if (type === 'array') return fc.array(fromSchema(items ?? {}, named), { maxLength: 5 })
  if (type === 'object' || schema.properties) return objects(properties, required, named)
  if (format === 'uuid') return fc.uuid()
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
  return fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), anyText, fc.uuid(), fc.nat({ max: 300 }).map(String))
}

function objects(
  properties: Record<string, JsonSchema>,
  required: readonly string[],
  named: Record<string, JsonSchema>,
) {
  const known = Object.entries(properties).map(([name, schema]) => [name, fromSchema(schema, named)] as const)
  const record = fc.record(Object.fromEntries(known), { requiredKeys: [...required] })
  const odd = fc.tuple(record, fc.dictionary(anyText, fc.jsonValue(), { maxKeys: 2 })).map(([a, b]) => ({ ...a, ...b }))
  return fc.oneof({ arbitrary: record, weight: 6 }, { arbitrary: odd, weight: 1 })
}

interface Loose {
  $ref?: string
  anyOf?: JsonSchema[]
  const?: unknown
  enum?: unknown[]
  type?: string
  format?: string
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
}
