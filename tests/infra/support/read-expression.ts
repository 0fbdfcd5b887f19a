import type { Node } from 'web-tree-sitter'
import { unread } from './parse'
import type { Expression, Loop, ObjectExpression, Property, Span } from './syntax'

const spanOf = ({ startIndex: start, endIndex: end }: Node): Span => ({ start, end })

/** The named parts of a node, without comments. */
export function parts(node: Node): Node[] {
  return node.namedChildren.filter((child) => child && child.type !== 'comment' && child.type !== 'diagnostic_comment')
}

/** Reads expressions of one file. Throws for whatever it does not know, so that nothing stays unread. */
export class ExpressionReader {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  read(node: Node): Expression {
    const at = spanOf(node)
    const inner = parts(node)
    switch (node.type) {
      case 'string':
        return this.string(node)
      case 'number':
        return { kind: 'literal', at, value: Number(node.text) }
      case 'boolean':
        return { kind: 'literal', at, value: node.text === 'true' }
      case 'null':
        return { kind: 'literal', at, value: null }
      case 'identifier':
        return { kind: 'name', at, name: node.text }
      case 'parenthesized_expression':
        return this.only(node, inner)
      case 'array':
        this.requireSeparators(node, inner)
        return { kind: 'array', at, items: inner.map((item) => this.read(item)) }
      case 'object':
        return this.object(node)
      case 'for_statement':
        return this.forEach(node)
      case 'member_expression':
        return this.member(node)
      case 'subscript_expression':
        return { kind: 'index', at, object: this.field(node, 'object'), index: this.field(node, 'index') }
      case 'call_expression':
        return this.call(node)
      case 'ternary_expression':
        return {
          kind: 'choice',
          at,
          condition: this.field(node, 'condition'),
          whenTrue: this.field(node, 'consequence'),
          whenFalse: this.field(node, 'alternative'),
        }
      case 'binary_expression':
        return {
          kind: 'binary',
          at,
          operator: node.childForFieldName('operator')!.text,
          left: this.field(node, 'left'),
          right: this.field(node, 'right'),
        }
      case 'unary_expression': {
        const operator = node.childForFieldName('operator')!.text
        return { kind: 'unary', at, operator, argument: this.field(node, 'argument') }
      }
      default:
        throw unread(this.path, node)
    }
  }

  /** A string without `${…}`. */
  text(node: Node): string {
    const read = this.read(node)
    if (read.kind !== 'literal' || typeof read.value !== 'string') throw unread(this.path, node)
    return read.value
  }

  object(node: Node): ObjectExpression {
    if (node.type !== 'object') throw unread(this.path, node)
    this.requireSeparators(node, parts(node))
    return { kind: 'object', at: spanOf(node), properties: parts(node).map((property) => this.property(property)) }
  }

  /** `for x in list: body`, with `if (…)` in front of the body or not. */
  forEach(node: Node): Extract<Expression, { kind: 'for' }> {
    const [variable, list, body, ...rest] = parts(node)
    if (!variable || !list || !body || rest.length > 0) throw unread(this.path, node)
    const [item, position] = variable.type === 'for_loop_parameters' ? parts(variable) : [variable]
    const loop: Loop = { variable: item!.text, position: position?.text ?? null, list: this.read(list) }
    if (body.type !== 'if_statement')
      return { kind: 'for', at: spanOf(node), loop, condition: null, body: this.read(body) }
    const { condition, body: object } = this.conditional(body)
    return { kind: 'for', at: spanOf(node), loop, condition, body: object }
  }

  /** `if (condition) { … }` */
  conditional(node: Node): { condition: Expression; body: ObjectExpression } {
    const [condition, body, ...rest] = parts(node)
    if (node.type !== 'if_statement' || !condition || !body || rest.length > 0) throw unread(this.path, node)
    return { condition: this.read(condition), body: this.object(body) }
  }

  /** The grammar does without commas, and Bicep takes a new line instead of one. */
  private requireSeparators(node: Node, inner: Node[]): void {
    for (const [i, item] of inner.entries()) {
      const before = inner[i - 1]
      const between = before && node.text.slice(before.endIndex - node.startIndex, item.startIndex - node.startIndex)
      if (between !== undefined && !/[,\n]/.test(between)) throw unread(this.path, item)
    }
  }

  private field(node: Node, name: string): Expression {
    const child = node.childForFieldName(name)
    if (!child) throw unread(this.path, node)
    return this.read(child)
  }

  private only(node: Node, inner: Node[]): Expression {
    if (inner.length !== 1) throw unread(this.path, node)
    return this.read(inner[0]!)
  }

  private property(node: Node): Property {
    const [name, value, ...rest] = parts(node)
    if (node.type !== 'object_property' || !name || !value || rest.length > 0) throw unread(this.path, node)
    if (name.type !== 'string' && name.type !== 'identifier') throw unread(this.path, name)
    const read = name.type === 'string' ? this.read(name) : null
    const written = read?.kind === 'literal' ? String(read.value) : name.text
    const computed = read?.kind === 'template' ? read : null
    return { name: written, nameAt: spanOf(name), computed, value: this.read(value) }
  }

  private member(node: Node): Expression {
    const property = node.childForFieldName('property')
    // `!` says that a module is there, which is tried anyway
    if (!property || node.children.some((child) => child?.type === '.?')) throw unread(this.path, node)
    const object = this.field(node, 'object')
    return { kind: 'member', at: spanOf(node), object, property: property.text, propertyAt: spanOf(property) }
  }

  private call(node: Node): Expression {
    const name = node.childForFieldName('function')
    const args = node.childForFieldName('arguments')
    if (name?.type !== 'identifier' || !args || parts(node).length !== 2) throw unread(this.path, node)
    const read = parts(args).map((arg) => this.read(arg))
    return { kind: 'call', at: spanOf(node), name: name.text, nameAt: spanOf(name), args: read }
  }

  private string(node: Node): Expression {
    const texts: (string | Expression)[] = ['']
    const quotes = node.text.startsWith("'''") ? 3 : 1
    let from = node.startIndex + quotes
    const take = (until: number) => {
      const raw = node.text.slice(from - node.startIndex, until - node.startIndex)
      texts.push(quotes === 3 ? raw.replace(/^\r?\n/, '') : raw.replaceAll(/\\(.)/g, '$1'))
    }
    for (const inner of parts(node).filter(({ type }) => type === 'interpolation')) {
      take(inner.startIndex)
      texts.push(this.only(inner, parts(inner)))
      from = inner.endIndex
    }
    take(node.endIndex - quotes)
    const kept = texts.filter((text) => text !== '')
    const at = spanOf(node)
    if (kept.every((text) => typeof text === 'string')) return { kind: 'literal', at, value: kept.join('') }
    return { kind: 'template', at, parts: kept }
  }
}
