import type { Kind } from './check-value'
import { readLoaded } from './files'
import { functions } from './functions'
import { resolve } from './imports'
import type { ObjectTable, ResourceType, ValueType } from './resource-types'
import type { BicepFile, Expression, Loop, Span } from './syntax'

/** What is known of an expression. */
export interface Typed {
  kind: Kind | null
  /** Of a resource, or of a part of one. */
  type?: ValueType
  table?: ObjectTable
  /** Its properties, where the text tells all of them. */
  properties?: Readonly<Record<string, Typed>>
  /** One of its items. */
  item?: Typed
}

const unknown: Typed = { kind: null }
const text: Typed = { kind: 'string' }
const objectWith = (properties: Record<string, Typed>): Typed => ({ kind: 'object', properties })

/** What the functions that return objects return. */
const returned: Readonly<Record<string, Typed>> = {
  deployer: objectWith({ objectId: text }),
  environment: objectWith({
    suffixes: objectWith({ storage: text, keyvaultDns: text }),
    authentication: objectWith({ loginEndpoint: text }),
  }),
  items: { kind: 'array', item: objectWith({ key: text, value: unknown }) },
  resourceGroup: objectWith({ id: text, name: text, location: text }),
  subscription: objectWith({ id: text, subscriptionId: text, tenantId: text }),
  tenant: objectWith({ tenantId: text }),
}

/** The kind of a declared type such as `string`, `'a' | 'b'` or `string[]`; null: none that is known. */
export function kindOfDeclared(type: string): Kind | null {
  if (type.endsWith('[]')) return 'array'
  return (['string', 'int', 'bool', 'object', 'array'] as const).find((kind) => kind === type) ?? null
}

/** What a parameter or an output of this declared type is. */
function typedOfDeclared(type: string): Typed {
  if (type.endsWith('[]')) return { kind: 'array', item: typedOfDeclared(type.slice(0, -2)) }
  return { kind: kindOfDeclared(type) }
}

interface Surroundings {
  file: BicepFile
  modules: ReadonlyMap<string, BicepFile>
  imported: readonly Pick<BicepFile, 'functions' | 'variables'>[]
  types: ReadonlyMap<string, ResourceType>
  report(at: Span, says: string): void
}

/** Tells what expressions of one file are, and reports names, functions and properties that do not exist. */
export class TypesOf {
  /** The symbols that something uses, and what they are. */
  readonly used = new Map<string, Typed>()
  private readonly surroundings: Surroundings
  private readonly locals: ReadonlyMap<string, Typed>

  constructor(surroundings: Surroundings, locals: ReadonlyMap<string, Typed> = new Map(), used?: Map<string, Typed>) {
    this.surroundings = surroundings
    this.locals = locals
    if (used) this.used = used
  }

  /** Reports an expression that is known to be of another kind, in each branch of a choice. */
  expect(expression: Expression, kind: Kind | null): void {
    if (expression.kind === 'choice') {
      this.of(expression.condition)
      this.expect(expression.whenTrue, kind)
      this.expect(expression.whenFalse, kind)
      return
    }
    const found = this.of(expression).kind
    if (found !== null && kind !== null && found !== kind)
      this.surroundings.report(expression.at, `is ${found}, and must be ${kind}`)
  }

  /** The same file inside a loop. */
  inLoop({ variable, position, list }: Loop): TypesOf {
    const { item = unknown } = this.of(list)
    const own = new Map([...this.locals, [variable, item]])
    if (position !== null) own.set(position, { kind: 'int' })
    return new TypesOf(this.surroundings, own, this.used)
  }

  /** The same file inside a function, which knows its own parameters alone. */
  inFunction(parameters: readonly { name: string; type: string }[]): TypesOf {
    const own = parameters.map(({ name, type }) => [name, typedOfDeclared(type)] as const)
    const bare = { ...this.surroundings.file, parameters: [], variables: [], resources: [], modules: [] }
    return new TypesOf({ ...this.surroundings, file: bare }, new Map(own), this.used)
  }

  of(expression: Expression): Typed {
    switch (expression.kind) {
      case 'literal':
        return { kind: expression.value === null ? null : kindOfLiteral(expression.value) }
      case 'template':
        for (const part of expression.parts) if (typeof part !== 'string') this.of(part)
        return text
      case 'name':
        return this.named(expression.name, expression.at)
      case 'array': {
        const [item] = expression.items.map((each) => this.of(each))
        return { kind: 'array', ...(item ? { item } : {}) }
      }
      case 'object':
        for (const { computed } of expression.properties) if (computed) this.of(computed)
        return objectWith(Object.fromEntries(expression.properties.map(({ name, value }) => [name, this.of(value)])))
      case 'member':
        return this.member(this.of(expression.object), expression.property, expression.propertyAt)
      case 'index':
        this.of(expression.index)
        return this.of(expression.object).item ?? unknown
      case 'call':
        return this.call(expression)
      case 'choice': {
        this.of(expression.condition)
        const [whenTrue, whenFalse] = [this.of(expression.whenTrue), this.of(expression.whenFalse)]
        return whenTrue.kind === whenFalse.kind ? whenTrue : { kind: whenTrue.kind ?? whenFalse.kind }
      }
      case 'binary': {
        this.of(expression.left)
        this.of(expression.right)
        return { kind: ['+', '-', '*', '/', '%'].includes(expression.operator) ? 'int' : 'bool' }
      }
      case 'unary':
        this.of(expression.argument)
        return { kind: expression.operator === '!' ? 'bool' : 'int' }
      case 'for':
        return { kind: 'array', item: this.inLoop(expression.loop).of(expression.body) }
    }
  }

  private named(name: string, at: Span): Typed {
    const local = this.locals.get(name)
    if (local) return local
    const { used } = this
    if (!used.has(name)) used.set(name, this.declared(name, at))
    return used.get(name)!
  }

  private declared(name: string, at: Span): Typed {
    const { file, modules, imported, types, report } = this.surroundings
    const parameter = file.parameters.find(({ symbol }) => symbol === name)
    if (parameter) return typedOfDeclared(parameter.type)
    const variable = [file, ...imported].flatMap(({ variables }) => variables).find(({ symbol }) => symbol === name)
    if (variable) return this.of(variable.value)
    const resource = file.resources.find(({ symbol }) => symbol === name)
    if (resource) {
      const found = types.get(resource.type)
      const one: Typed = { kind: 'object', ...(found ? { type: found.body, table: found.table } : {}) }
      return resource.loop ? { kind: 'array', item: one } : one
    }
    const module = file.modules.find(({ symbol }) => symbol === name)
    if (module) {
      const outputs = modules.get(module.path)?.outputs.map(({ symbol, type }) => [symbol, typedOfDeclared(type)])
      const one = objectWith({ outputs: objectWith(Object.fromEntries(outputs ?? [])), name: text })
      return module.loop ? { kind: 'array', item: one } : one
    }
    report(at, `nothing here is called ${name}`)
    return unknown
  }

  private member({ kind, type, table, properties }: Typed, name: string, at: Span): Typed {
    if (properties) {
      if (Object.hasOwn(properties, name)) return properties[name]!
      this.surroundings.report(at, `has no ${name}, only ${Object.keys(properties).join(', ')}`)
    } else if (table && typeof type === 'object' && 'ref' in type) return this.part(table, type.ref, name, at)
    else if (kind !== null && kind !== 'object') this.surroundings.report(at, `is ${kind}, and has no ${name}`)
    return unknown
  }

  private part(table: ObjectTable, ref: number, name: string, at: Span): Typed {
    const object = table.object(ref)
    const props = 'props' in object ? object.props : object.base
    const found = Object.hasOwn(props, name) ? props[name]! : undefined
    if (found && !found.writeOnly) return typedOf(found.type, table)
    if ('additional' in object && object.additional) return typedOf(object.additional, table)
    this.surroundings.report(at, `${object.name} has no ${name} that can be read`)
    return unknown
  }

  private call({ name, nameAt, args }: Extract<Expression, { kind: 'call' }>): Typed {
    for (const arg of args) this.of(arg)
    const { file, imported, report } = this.surroundings
    const functionsOf = [file, ...imported].flatMap((each) => each.functions)
    const own = functionsOf.find(({ symbol }) => symbol === name)
    if (own) {
      this.used.set(name, unknown)
      if (own.parameters.length !== args.length) report(nameAt, `${name} takes ${own.parameters.length} arguments`)
      for (const [i, arg] of args.entries()) this.expect(arg, kindOfDeclared(own.parameters[i]?.type ?? ''))
      return typedOfDeclared(own.type)
    }
    const known = Object.hasOwn(functions, name) ? functions[name]! : null
    if (!known) report(nameAt, `there is no function ${name}`)
    else if (args.length < known.args[0] || args.length > known.args[1]) report(nameAt, `${name} takes other arguments`)
    if (name.startsWith('load') && args[0]) return this.loaded(name, args[0])
    return returned[name] ?? { kind: known?.returns ?? null }
  }

  /** What a file is that is read while this one is compiled. */
  private loaded(name: string, path: Expression): Typed {
    const { file, report } = this.surroundings
    const literal = path.kind === 'literal' ? String(path.value) : ''
    const content = readLoaded(resolve(file, literal))
    if (content === null) report(path.at, `there is no file ${literal}`)
    return name === 'loadJsonContent' && content !== null ? typedOfJson(JSON.parse(content)) : text
  }
}

function typedOfJson(value: unknown): Typed {
  if (Array.isArray(value)) return { kind: 'array', ...(value.length > 0 && { item: typedOfJson(value[0]) }) }
  if (typeof value !== 'object' || value === null) return { kind: kindOfLiteral(value as string) }
  return objectWith(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typedOfJson(inner)])))
}

const kindOfLiteral = (value: string | number | boolean): Kind =>
  typeof value === 'number' ? 'int' : typeof value === 'boolean' ? 'bool' : 'string'

function typedOf(type: ValueType, table: ObjectTable): Typed {
  if (typeof type === 'object') {
    if ('ref' in type) return { kind: 'object', type, table }
    if ('items' in type) return { kind: 'array', item: typedOf(type.items, table) }
    if ('t' in type) return { kind: type.t }
    return { kind: 'lit' in type && typeof type.lit === 'boolean' ? 'bool' : 'string' }
  }
  return { kind: type === 'any' || type === 'null' ? null : type }
}
