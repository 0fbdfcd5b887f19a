import { answered } from './answers'

import { type Files, importsOf, resolve } from './imports'
import { callFunction } from './call-function'
import { evaluate, listOf, type Names, turnsOf } from './evaluate'
import { groupWith, place, type Value } from './functions'
import type { BicepFile, Deployable, Module, ObjectExpression, Resource } from './syntax'

type Properties = Record<string, Value>

/** One resource as it would be made. */
export interface Deployed {
  type: string
  /** The type with its API version. */
  versioned: string
  /** With the names of its parents: `namespace/queue`. */
  name: string
  id: string
  /** Of a role, a lock or the like: the id of what it belongs to. */
  scope: string
  body: Properties
}

/** All resources of a deployment, and its outputs. */
export interface Deployment {
  resources: Deployed[]
  outputs: Properties
}

/**
 * Works out what a file would deploy with these parameters, as Azure does: modules, conditions, loops. Throws where it names
 * what this deployment does not make, or passes what is not allowed.
 */
export function deploy(files: Files, path: string, parameters: Properties): Deployment {
  const file = files.get(path)
  if (!file) throw new Error(`There is no file ${path}.`)
  const scope = file.targetScope === 'subscription' ? `/subscriptions/${place.subscriptionId}` : place.resourceGroup
  return new FileDeployment(files, file, parameters, scope).run()
}

class FileDeployment {
  private readonly files: Files
  private readonly file: BicepFile
  private readonly parameters: Properties
  private readonly scope: string
  private readonly resources: Deployed[] = []
  private readonly known = new Map<string, Value>()
  private readonly names: Names

  constructor(files: Files, file: BicepFile, parameters: Properties, scope: string) {
    this.files = files
    this.file = file
    this.parameters = parameters
    this.scope = scope
    this.names = { valueOf: (name) => this.valueOf(name), call: (name, args) => this.call(name, args) }
  }

  run(): Deployment {
    const { file } = this
    for (const name of Object.keys(this.parameters))
      if (!file.parameters.some(({ symbol }) => symbol === name))
        throw new Error(`${file.path} has no parameter ${name}.`)
    for (const { symbol } of file.parameters) this.valueOf(symbol)
    for (const one of [...file.resources, ...file.modules]) if (this.isMade(one)) this.valueOf(one.symbol)
    const outputs = file.outputs.map(({ symbol, value }) => [symbol, evaluate(value, this.names)] as const)
    return { resources: this.resources, outputs: Object.fromEntries(outputs) }
  }

  private isMade({ condition, loop }: Deployable): boolean {
    return !condition || loop !== null || evaluate(condition, this.names) === true
  }

  private valueOf(name: string): Value {
    const before = this.known.get(name)
    if (before !== undefined) return before
    const value = this.work(name)
    this.known.set(name, value)
    return value
  }

  private work(name: string): Value {
    const { file } = this
    const imported = importsOf(file, this.files).flatMap(({ variables }) => variables)
    const variable = [...file.variables, ...imported].find(({ symbol }) => symbol === name)
    if (variable) return evaluate(variable.value, this.names)
    if (file.parameters.some(({ symbol }) => symbol === name)) return this.parameter(name)
    const resource = file.resources.find(({ symbol }) => symbol === name)
    if (resource) return this.each(resource, (names) => this.make(resource, names))
    const module = file.modules.find(({ symbol }) => symbol === name)
    if (module) return this.each(module, (names) => this.deployModule(module, names))
    throw new Error(`Nothing in ${file.path} is called ${name}.`)
  }

  private parameter(name: string): Value {
    const { value: otherwise, decorators } = this.file.parameters.find(({ symbol }) => symbol === name)!
    if (!Object.hasOwn(this.parameters, name) && !otherwise) throw new Error(`${this.file.path} needs ${name}.`)
    const value = Object.hasOwn(this.parameters, name) ? this.parameters[name]! : evaluate(otherwise!, this.names)
    for (const decorator of decorators)
      this.checkLimit(name, value, decorator.name, evaluate(decorator.args[0]!, this.names))
    return value
  }

  private checkLimit(name: string, value: Value, limit: string, by: Value): void {
    const size = typeof value === 'string' ? value.length : Number(value)
    const isGood =
      limit === 'allowed'
        ? listOf(by).includes(value)
        : limit.startsWith('min')
          ? size >= Number(by)
          : size <= Number(by)
    if (!isGood) throw new Error(`${this.file.path}: ${name} must not be ${JSON.stringify(value)} (${limit}).`)
  }

  private call(name: string, args: Value[]): Value {
    return name === 'resourceGroup' ? groupWith(this.scope) : callFunction(this.files, this.file, name, args)
  }

  private each({ symbol, loop, condition }: Deployable, make: (names: Names) => Value): Value {
    if (loop)
      return turnsOf(loop, this.names)
        .filter((names) => !condition || evaluate(condition, names) === true)
        .map(make)
    if (condition && evaluate(condition, this.names) !== true)
      throw new Error(`${this.file.path} uses ${symbol}, which this deployment does not make.`)
    return make(this.names)
  }

  private make({ type: versioned, body: written, existing }: Resource, names: Names): Value {
    const [type = ''] = versioned.split('@')
    const { parent, scope, ...body } = evaluate(withoutOrder(written), names) as Properties
    const key = type.startsWith('Microsoft.Graph/') && 'uniqueName' in body ? 'uniqueName' : 'name'
    const own = String(body[key] ?? '')
    const name = parent ? `${fullNames.get(parent as object)}/${own}` : own
    const scopeId = parent ? scopes.get(parent as object)! : scope ? String((scope as Properties)['id']) : this.scope
    const value = answered(type, name, body, scopeId)
    fullNames.set(value, name)
    scopes.set(value, scopeId)
    const id = String(value['id'] ?? '')
    if (!existing) this.resources.push({ type, versioned, name, id, scope: scopeId, body })
    return value
  }

  private deployModule({ symbol, path, body }: Module, names: Names): Value {
    const { params = {}, scope } = evaluate(withoutOrder(body), names) as Properties
    const file = this.files.get(resolve(this.file, path))
    if (!file) throw new Error(`${this.file.path}: ${symbol} has no file.`)
    const scopeId = scope ? String((scope as Properties)['id']) : this.scope
    const given = Object.fromEntries(Object.entries(params as Properties).filter(([, value]) => value !== null))
    const { resources, outputs } = new FileDeployment(this.files, file, given, scopeId).run()
    this.resources.push(...resources)
    return { outputs, name: symbol }
  }
}

/** What stands in `dependsOn` need not be made. */
const withoutOrder = (body: ObjectExpression): ObjectExpression => ({
  ...body,
  properties: body.properties.filter(({ name }) => name !== 'dependsOn'),
})

/** Of resources: the name with those of the parents, and the id of what they belong to. */
const fullNames = new WeakMap<object, string>()
const scopes = new WeakMap<object, string>()
