/** Where something stands in the text of its file. */
export interface Span {
  start: number
  end: number
}

export interface Property {
  name: string
  nameAt: Span
  /** The name where it is made of others: `'${id}'`. */
  computed: Expression | null
  value: Expression
}

interface Kinds {
  literal: { value: string | number | boolean | null }
  template: { parts: (string | Expression)[] }
  name: { name: string }
  array: { items: Expression[] }
  object: { properties: Property[] }
  member: { object: Expression; property: string; propertyAt: Span }
  index: { object: Expression; index: Expression }
  call: { name: string; nameAt: Span; args: Expression[] }
  choice: { condition: Expression; whenTrue: Expression; whenFalse: Expression }
  binary: { operator: string; left: Expression; right: Expression }
  unary: { operator: string; argument: Expression }
  for: { loop: Loop; condition: Expression | null; body: Expression }
}

/** An expression, with its place. */
export type Expression = { [K in keyof Kinds]: { kind: K; at: Span } & Kinds[K] }[keyof Kinds]
export type ObjectExpression = Extract<Expression, { kind: 'object' }>

export interface Loop {
  variable: string
  /** The name of the position, in `for (item, i) in list`. */
  position: string | null
  list: Expression
}

/** What every declaration has. */
export interface Declared {
  symbol: string
  at: Span
  /** The texts of `@description('…')`, and which other decorators stand there. */
  description: string | null
  decorators: { name: string; args: Expression[] }[]
}

export interface Parameter extends Declared {
  type: string
  value: Expression | null
}

export interface Output extends Declared {
  type: string
  value: Expression
}

export interface Variable extends Declared {
  value: Expression
}

export interface UserFunction extends Declared {
  parameters: { name: string; type: string }[]
  type: string
  body: Expression
}

/** What a resource and a module share: one body, perhaps under a condition, perhaps for each of a list. */
export interface Deployable extends Declared {
  condition: Expression | null
  loop: Loop | null
  body: ObjectExpression
}

export interface Resource extends Deployable {
  /** `Microsoft.Web/sites@2025-03-01` */
  type: string
  typeAt: Span
  existing: boolean
}

export interface Module extends Deployable {
  path: string
  pathAt: Span
}

/** One `.bicep` file. */
export interface BicepFile {
  path: string
  text: string
  targetScope: string
  extensions: string[]
  imports: { names: string[]; from: string }[]
  parameters: Parameter[]
  variables: Variable[]
  functions: UserFunction[]
  resources: Resource[]
  modules: Module[]
  outputs: Output[]
}
