import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const Ref = z.strictObject({ ref: z.int() })
const Limited = z.strictObject({
  t: z.enum(['string', 'int']),
  min: z.int().optional(),
  max: z.int().optional(),
  pattern: z.string().optional(),
})
const Literal = z.strictObject({ lit: z.union([z.string(), z.boolean()]) })
const Enumeration = z.strictObject({ enum: z.array(z.string()), open: z.literal(true).optional() })

/** How a value may look: types/README.md. */
export type ValueType =
  | 'string'
  | 'int'
  | 'bool'
  | 'any'
  | 'null'
  | z.output<typeof Limited>
  | z.output<typeof Literal>
  | z.output<typeof Enumeration>
  | z.output<typeof Ref>
  | { items: ValueType }

const ValueTypes: z.ZodType<ValueType> = z.lazy(() =>
  z.union([
    z.enum(['string', 'int', 'bool', 'any', 'null']),
    Limited,
    Literal,
    Enumeration,
    Ref,
    z.strictObject({ items: ValueTypes }),
  ]),
)
const PropertyType = z.strictObject({
  type: ValueTypes,
  required: z.boolean().optional(),
  readOnly: z.boolean().optional(),
  writeOnly: z.boolean().optional(),
})
const Properties = z.record(z.string(), PropertyType)
const PlainObject = z.strictObject({ name: z.string(), props: Properties, additional: ValueTypes.optional() })
const OneOf = z.strictObject({
  name: z.string(),
  discriminator: z.string(),
  base: Properties,
  variants: z.record(z.string(), Ref),
})
const TypeFile = z.strictObject({
  source: z.string(),
  resources: z.record(z.string(), z.strictObject({ body: Ref })),
  objects: z.array(z.union([PlainObject, OneOf])),
})

export type PlainObject = z.output<typeof PlainObject>
export type ObjectType = PlainObject | z.output<typeof OneOf>

/** The objects of one file of types; a `ref` counts in its own file. */
export interface ObjectTable {
  object(ref: number): ObjectType
}

/** The type of a resource's body, and the table that its refs count in. */
export interface ResourceType {
  body: { ref: number }
  table: ObjectTable
}

/** Resource types by `type@version`: those of Azure, and those of `own-types.json`. */
export function readResourceTypes(): ReadonlyMap<string, ResourceType> {
  return new Map(['resource-types.json', 'own-types.json'].flatMap((file) => readTypes(file)))
}

function readTypes(file: string): (readonly [string, ResourceType])[] {
  const { resources, objects } = TypeFile.parse(
    JSON.parse(readFileSync(join(__dirname, '..', 'types', file), 'utf8')) as unknown,
  )
  const table: ObjectTable = {
    object(ref) {
      const found = objects[ref]
      if (!found) throw new Error(`${file} has no object ${ref}.`)
      return found
    },
  }
  return Object.entries(resources).map(([name, { body }]) => [name, { body, table }])
}
