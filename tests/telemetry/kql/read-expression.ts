import type { Expression } from './syntax'
import { type Token, tokensOf } from './tokens'

const spanMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const

/** From what binds least to what binds most. */
const levels = [
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>=', 'startswith', 'in'],
  ['+', '-'],
  ['*', '/'],
] as const

/** Reads the expressions of a query, from left to right. Throws for whatever it does not know. */
export class ExpressionReader {
  readonly #tokens: Token[]
  #at = 0

  constructor(query: string) {
    this.#tokens = tokensOf(query)
  }

  get next(): Token {
    return this.#tokens[this.#at]!
  }

  fail(): never {
    throw new Error(`line ${this.next.line}: ${this.next.text} is not understood here`)
  }

  /** Takes the next part where it is this one. */
  takes(text: string): boolean {
    if (this.next.text !== text || this.next.kind === 'text') return false
    this.#at++
    return true
  }

  require(text: string): void {
    if (!this.takes(text)) this.fail()
  }

  take(kind: Token['kind']): string {
    if (this.next.kind !== kind) this.fail()
    return this.#tokens[this.#at++]!.text
  }

  /** One or more, with commas between them. */
  list<One>(read: () => One): One[] {
    const all = [read()]
    while (this.takes(',')) all.push(read())
    return all
  }

  expression(level = 0): Expression {
    if (level === levels.length) return this.#single()
    let left = this.expression(level + 1)
    for (;;) {
      const operator = levels[level]!.find((one) => this.takes(one))
      if (operator === undefined) return left
      left =
        operator === 'in'
          ? { kind: 'in', value: left, list: this.#inParentheses() }
          : { kind: 'binary', operator, left, right: this.expression(level + 1) }
    }
  }

  #single(): Expression {
    const { kind } = this.next
    if (kind === 'text') return { kind: 'literal', value: this.take('text').slice(1, -1).replaceAll(/\\(.)/g, '$1') }
    if (kind === 'number') return { kind: 'literal', value: Number(this.take('number')) }
    if (kind === 'span') {
      const text = this.take('span')
      return { kind: 'literal', value: Number(text.slice(0, -1)) * spanMs[text.at(-1) as keyof typeof spanMs] }
    }
    if (this.takes('(')) {
      const inner = this.expression()
      this.require(')')
      return inner
    }
    const name = this.take('name')
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' }
    if (this.next.text === '(') return { kind: 'call', name, args: this.#inParentheses() }
    return this.takes('.') ? { kind: 'property', column: name, name: this.take('name') } : { kind: 'column', name }
  }

  #inParentheses(): Expression[] {
    this.require('(')
    if (this.takes(')')) return []
    const all = this.list(() => this.expression())
    this.require(')')
    return all
  }
}
