import * as z from 'zod'

/** A JSON Schema of the draft 2020-12, which is that of OpenAPI 3.1. */
export type JsonSchema = z.core.JSONSchema.BaseSchema

/** Writes schemas for one document. Those with an id (`.meta({ id })`) are written once, into `named`. */
export interface SchemaWriter {
  named: Readonly<Record<string, JsonSchema>>
  /** `input`: what a request may have. `output`: what an answer has. */
  write(schema: z.ZodType, io: 'input' | 'output'): JsonSchema
}

export function createSchemaWriter(): SchemaWriter {
  const named: Record<string, JsonSchema> = {}
  return {
    named,
    write(schema, io) {
      const { $schema: _, $defs = {}, ...whole } = z.toJSONSchema(schema, { io, override: (part) => shorten(part, io) })
      for (const [id, definition] of Object.entries($defs)) {
        const moved = withReferences(definition)
        if (named[id] && JSON.stringify(named[id]) !== JSON.stringify(moved))
          throw new Error(`Two schemas have the id ${id}.`)
        named[id] = moved
      }
      return withReferences(whole)
    },
  }
}

/** Takes away what a format says already, and the limits of a number. An answer may get more properties some day. */
function shorten({ jsonSchema }: { jsonSchema: JsonSchema }, io: 'input' | 'output'): void {
  if (jsonSchema.format || jsonSchema.type !== 'string') delete jsonSchema.pattern
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}

/** Points at where OpenAPI has named schemas. */
const withReferences = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema
