import type { JsonSchema } from '../../src/http/json-schema'
import { escapeHtml, inline, table } from './html'

/** The properties of a schema as a table; those of objects inside it are rows of their own. */
export function schemaTable(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map((part) => schemaTable(part)).join('\n<p>or</p>\n')
  if (!schema.properties) return `<p>${typeText(schema)}</p>`
  const rows = propertyRows(schema, '')
  return rows.length > 0 ? table(['Property', 'Type', ''], rows) : '<p>An empty object.</p>'
}

function propertyRows({ properties = {}, required = [] }: JsonSchema, within: string): string[][] {
  return Object.entries(properties as Record<string, JsonSchema>).flatMap(([name, schema]) => {
    const always = required.includes(name) || within !== '' ? '' : 'Optional. '
    const preset = schema.default === undefined ? '' : ` Default: \`${JSON.stringify(schema.default)}\`.`
    const row = [
      `<code>${within}${name}</code>`,
      typeText(schema),
      inline(`${always}${schema.description ?? ''}${preset}`),
    ]
    return [row, ...propertyRows(innerObject(schema), `${within}${name}.`)]
  })
}

/** The object that a property is, may be, or is a list of. */
function innerObject(schema: JsonSchema): JsonSchema {
  const parts = [schema, ...(schema.anyOf ?? []), (schema.items ?? {}) as JsonSchema]
  return parts.find(({ properties }) => properties) ?? {}
}

/** A schema in a few words, as HTML. */
export function typeText(schema: JsonSchema): string {
  const { $ref, anyOf, type, format } = schema
  if ($ref) return `<a href="#schema-${$ref.split('/').at(-1)}">${$ref.split('/').at(-1)}</a>`
  if (anyOf) return anyOf.map((part) => typeText(part)).join(' or ')
  if (Array.isArray(type)) return type.map((each) => typeText({ ...schema, type: each })).join(' or ')
  if (type === 'array') return `list of ${typeText((schema.items ?? {}) as JsonSchema)}`
  if ('const' in schema) return `<code>${escapeHtml(JSON.stringify(schema.const))}</code>`
  if (schema.enum && schema.enum.length > 20) return `${type}, one of many`
  if (schema.enum) return schema.enum.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(', ')
  const kind = (type === 'string' ? format : type) ?? type ?? 'anything'
  return [kind, ...limits(schema)].join(', ')
}

function limits({ minimum, maximum, maxLength, pattern }: JsonSchema): string[] {
  if (minimum !== undefined && maximum !== undefined) return [`${minimum} to ${maximum}`]
  if (minimum !== undefined && minimum > 0) return [`at least ${minimum}`]
  if (maxLength !== undefined) return [`at most ${maxLength} characters`]
  return pattern ? [`<code>${escapeHtml(pattern)}</code>`] : []
}
