import { checkObject, type Problem } from './check-value'
import type { ResourceType } from './resource-types'
import type { BicepFile, Deployable, Expression, Module, ObjectExpression, Parameter, Resource } from './syntax'
import { type Files, importsOf, isExported, resolve } from './imports'
import { firstLate } from './start-time'
import { kindOfDeclared, TypesOf } from './types-of'

/** Properties that Bicep itself gives a resource. */
const ofResources = ['scope', 'parent', 'dependsOn']
const ofModules = ['name', 'scope', 'params', 'dependsOn']
const decorators = ['allowed', 'batchSize', 'export', 'maxLength', 'maxValue', 'minLength', 'minValue']

/** Everything that is wrong with a file, as `path:line: what`. */
export function checkFile(file: BicepFile, files: Files, types: ReadonlyMap<string, ResourceType>): string[] {
  const found = new FileCheck(file, files, types).run()
  const lines = found.map(({ at, says }) => `${file.path}:${file.text.slice(0, at.start).split('\n').length}: ${says}`)
  return [...new Set(lines)]
}

class FileCheck {
  private readonly problems: Problem[] = []
  private readonly file: BicepFile
  private readonly modules: ReadonlyMap<string, BicepFile>
  private readonly types: ReadonlyMap<string, ResourceType>
  private readonly typesOf: TypesOf

  constructor(file: BicepFile, files: Files, types: ReadonlyMap<string, ResourceType>) {
    this.file = file
    this.types = types
    const found = (path: string) => files.get(resolve(file, path))
    this.modules = new Map(
      file.modules.flatMap(({ path }) => {
        const module = found(path)
        return module ? [[path, module] as const] : []
      }),
    )
    const report = (at: Problem['at'], says: string) => void this.problems.push({ at, says })
    const imported = importsOf(file, files)
    for (const { missing } of imported) for (const says of missing) report({ start: 0, end: 0 }, says)
    this.typesOf = new TypesOf({ file, modules: this.modules, imported, types, report })
  }

  run(): Problem[] {
    const { file, typesOf } = this
    for (const one of file.parameters) this.parameter(one)
    for (const { value } of file.variables) typesOf.of(value)
    for (const { parameters, body } of file.functions) typesOf.inFunction(parameters).of(body)
    for (const one of file.resources) this.resource(one)
    for (const one of file.modules) this.module(one)
    for (const { value, type, at, description, symbol } of file.outputs) {
      if (!description) this.report(at, `${symbol} has no description`)
      typesOf.expect(value, kindOfDeclared(type))
    }
    this.names()
    this.unused()
    return this.problems
  }

  private report(at: Problem['at'], says: string): void {
    this.problems.push({ at, says })
  }

  private parameter({ symbol, type, value, at, description, decorators: written }: Parameter): void {
    if (!description) this.report(at, `${symbol} has no description`)
    if (kindOfDeclared(type) === null) this.report(at, `${type} is no type that is read here`)
    for (const { name } of written) if (!decorators.includes(name)) this.report(at, `there is no decorator ${name}`)
    if (value) this.typesOf.expect(value, kindOfDeclared(type))
  }

  private inside({ condition, loop, body }: Deployable): TypesOf {
    const name = body.properties.find((property) => property.name === 'name')?.value
    for (const early of [condition, loop?.list, name]) {
      const late = early ? firstLate(early, this.file) : null
      if (late) this.report(late.at, 'must be known before anything is made')
    }
    const typesOf = loop ? this.typesOf.inLoop(loop) : this.typesOf
    if (condition) typesOf.of(condition)
    return typesOf
  }

  private resource(resource: Resource): void {
    const { body, type, typeAt, existing } = resource
    const typesOf = this.inside(resource)
    typesOf.of(body)
    const known = this.types.get(type)
    if (!known) return this.report(typeAt, `${type} is not among the known types`)
    const graph = type.startsWith('Microsoft.Graph/')
    if (graph && !this.file.extensions.includes('microsoftGraphV1'))
      this.report(typeAt, 'needs the line "extension microsoftGraphV1"')
    this.parent(resource)
    if (existing) return this.existing(body, graph ? 'uniqueName' : 'name')
    const kindOf = (expression: Expression) => this.kindInside(expression, body, typesOf)
    const given = graph ? [] : ofResources
    this.problems.push(...checkObject(body, known.table.object(known.body.ref), known.table, kindOf, given))
  }

  /** The kind of a part of a body; inside a loop of properties its variable is known to that loop alone. */
  private kindInside(expression: Expression, body: ObjectExpression, typesOf: TypesOf) {
    return enclosingLoops(body, expression)
      .reduce((outer, loop) => outer.inLoop(loop), typesOf)
      .of(expression).kind
  }

  private existing(body: ObjectExpression, key: string): void {
    for (const { name, nameAt } of body.properties)
      if (![key, 'scope', 'parent'].includes(name)) this.report(nameAt, `an existing resource has no ${name}`)
    if (!body.properties.some(({ name }) => name === key)) this.report(body.at, `needs the property ${key}`)
  }

  private parent({ type, typeAt, body }: Resource): void {
    const [path] = type.split('@')
    const value = body.properties.find(({ name }) => name === 'parent')?.value
    const symbol = value?.kind === 'name' ? value.name : null
    const parent = this.file.resources.find((other) => other.symbol === symbol)
    const isChild = path!.split('/').length > 2 && !path!.startsWith('Microsoft.Graph/')
    if (isChild !== Boolean(parent)) this.report(typeAt, isChild ? 'needs its parent' : 'has no parent')
    else if (parent && parent.type.split('@')[0] !== path!.slice(0, path!.lastIndexOf('/')))
      this.report(value!.at, `${parent.type} is no parent of ${path}`)
  }

  private module(module: Module): void {
    const typesOf = this.inside(module)
    const target = this.modules.get(module.path)
    if (!target) return this.report(module.pathAt, `there is no file ${module.path}`)
    for (const { name, nameAt } of module.body.properties)
      if (!ofModules.includes(name)) this.report(nameAt, `a module has no ${name}`)
    typesOf.of(module.body)
    const valueOf = (key: string) => module.body.properties.find(({ name }) => name === key)?.value
    if (!valueOf('scope') && target.targetScope !== this.file.targetScope)
      this.report(module.at, `is for a ${target.targetScope}, and needs a scope`)
    const [name, params] = [valueOf('name'), valueOf('params')]
    if (name) typesOf.expect(name, 'string')
    else this.report(module.at, 'needs a name')
    const passed = params?.kind === 'object' ? params.properties : []
    for (const { name, nameAt, value } of passed) {
      const parameter = target.parameters.find(({ symbol }) => symbol === name)
      if (parameter) typesOf.expect(value, kindOfDeclared(parameter.type))
      else this.report(nameAt, `${module.path} has no parameter ${name}`)
    }
    for (const { symbol, value } of target.parameters)
      if (!value && !passed.some(({ name }) => name === symbol)) this.report(module.at, `does not pass ${symbol}`)
  }

  private names(): void {
    const { parameters, variables, functions, resources, modules, imports, outputs } = this.file
    const imported = imports.flatMap(({ names }) => names.map((symbol) => ({ symbol, at: { start: 0, end: 0 } })))
    for (const all of [[...imported, ...parameters, ...variables, ...functions, ...resources, ...modules], outputs])
      for (const [i, { symbol, at }] of all.entries())
        if (all.slice(0, i).some((other) => other.symbol === symbol)) this.report(at, `${symbol} stands there twice`)
  }

  private unused(): void {
    const { parameters, variables, functions, resources, imports } = this.file
    const existing = resources.filter((resource) => resource.existing)
    const own = [...functions, ...variables].filter((one) => !isExported(one))
    for (const { symbol, at } of [...parameters, ...own, ...existing])
      if (!this.typesOf.used.has(symbol)) this.report(at, `${symbol} is not used`)
    for (const name of imports.flatMap(({ names }) => names))
      if (!this.typesOf.used.has(name)) this.report({ start: 0, end: 0 }, `${name} is imported and not used`)
  }
}

/** The loops of properties that stand around an expression, from outside. */
function enclosingLoops(body: Expression, inner: Expression) {
  const contains = ({ at }: Expression) => at.start <= inner.at.start && inner.at.end <= at.end
  const loops: Extract<Expression, { kind: 'for' }>['loop'][] = []
  let current: Expression | undefined = body
  while (current && current !== inner) {
    if (current.kind === 'for' && contains(current.body)) loops.push(current.loop)
    current = childrenOf(current).find(contains)
  }
  return loops
}

function childrenOf(expression: Expression): Expression[] {
  if (expression.kind === 'object') return expression.properties.map(({ value }) => value)
  if (expression.kind === 'array') return expression.items
  if (expression.kind === 'for') return [expression.body]
  if (expression.kind === 'choice') return [expression.whenTrue, expression.whenFalse]
  return []
}
