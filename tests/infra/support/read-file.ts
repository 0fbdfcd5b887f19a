import type { Node } from 'web-tree-sitter'
import { parseBicep, unread } from './parse'
import { ExpressionReader, parts } from './read-expression'
import type { BicepFile, Deployable, Expression } from './syntax'

type Decorators = { name: string; args: Expression[] }[]

/** Reads a Bicep text. Throws for the first place that cannot be read: nothing is skipped but comments. */
export async function readBicep(path: string, text: string): Promise<BicepFile> {
  const { root, extensions } = await parseBicep(path, text)
  const reader = new FileReader(path, text, extensions)
  let decorators: Decorators = []
  for (const node of parts(root)) {
    if (node.type === 'decorators') decorators = reader.decorators(node)
    else {
      reader.statement(node, decorators)
      decorators = []
    }
  }
  return reader.file
}

class FileReader {
  readonly file: BicepFile
  private readonly expressions: ExpressionReader

  constructor(path: string, text: string, extensions: string[]) {
    const none = { imports: [], parameters: [], variables: [], functions: [], resources: [], modules: [], outputs: [] }
    this.file = { path, text, targetScope: 'resourceGroup', extensions, ...none }
    this.expressions = new ExpressionReader(path)
  }

  decorators(node: Node): Decorators {
    return parts(node).map((decorator) => {
      const call = this.expressions.read(parts(decorator)[0]!)
      if (call.kind !== 'call') throw unread(this.file.path, decorator)
      return { name: call.name, args: call.args }
    })
  }

  statement(node: Node, decorators: Decorators): void {
    const inner = parts(node)
    const declared = { ...this.declared(node, decorators), at: { start: node.startIndex, end: node.endIndex } }
    const { file, expressions } = this
    switch (node.type) {
      case 'target_scope_assignment':
        file.targetScope = expressions.text(inner[0]!)
        return
      case 'import_functionality':
        this.import(node, inner)
        return
      case 'parameter_declaration': {
        const [, type, value] = inner
        file.parameters.push({ ...declared, type: type!.text, value: value ? expressions.read(value) : null })
        return
      }
      case 'variable_declaration':
        file.variables.push({ ...declared, value: expressions.read(inner[1]!) })
        return
      case 'output_declaration':
        file.outputs.push({ ...declared, type: inner[1]!.text, value: expressions.read(inner[2]!) })
        return
      case 'user_defined_function': {
        const [, parameters, type, body] = inner
        const read = parts(parameters!).map((one) => ({ name: parts(one)[0]!.text, type: parts(one)[1]!.text }))
        file.functions.push({ ...declared, parameters: read, type: type!.text, body: expressions.read(body!) })
        return
      }
      case 'resource_declaration': {
        const typeAt = { start: inner[1]!.startIndex, end: inner[1]!.endIndex }
        const existing = node.children.some((child) => child?.type === 'existing')
        const deployable = { ...declared, ...this.deployable(inner[2]!) }
        file.resources.push({ ...deployable, type: expressions.text(inner[1]!), typeAt, existing })
        return
      }
      case 'module_declaration': {
        const pathAt = { start: inner[1]!.startIndex, end: inner[1]!.endIndex }
        const deployable = { ...declared, ...this.deployable(inner[2]!) }
        file.modules.push({ ...deployable, path: expressions.text(inner[1]!), pathAt })
        return
      }
      default:
        throw unread(file.path, node)
    }
  }

  private declared(node: Node, decorators: Decorators) {
    const [text] = decorators.find(({ name }) => name === 'description')?.args ?? []
    const description = text?.kind === 'literal' ? String(text.value) : null
    const symbol = parts(node)[0]?.text ?? ''
    return { symbol, description, decorators: decorators.filter(({ name }) => name !== 'description') }
  }

  private deployable(node: Node): Pick<Deployable, 'condition' | 'loop' | 'body'> {
    if (node.type === 'if_statement') return { loop: null, ...this.expressions.conditional(node) }
    if (node.type !== 'for_statement') return { condition: null, loop: null, body: this.expressions.object(node) }
    const { loop, condition, body } = this.expressions.forEach(node)
    if (body.kind !== 'object') throw unread(this.file.path, node)
    return { loop, condition, body }
  }

  private import(node: Node, inner: Node[]): void {
    const names = inner.slice(0, -1)
    if (node.children.some((child) => child?.type === '*' || child?.type === 'as')) throw unread(this.file.path, node)
    this.file.imports.push({ names: names.map(({ text }) => text), from: this.expressions.text(inner.at(-1)!) })
  }
}
