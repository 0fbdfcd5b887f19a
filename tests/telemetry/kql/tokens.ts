export interface Token {
  kind: 'name' | 'number' | 'text' | 'span' | 'sign' | 'end'
  text: string
  line: number
}

const kinds = [
  ['space', /[ \t\r\n]+|\/\/[^\n]*/y],
  ['text', /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y],
  ['span', /\d+(?:d|h|m|s)\b/y],
  ['number', /\d+(?:\.\d+)?\b/y],
  ['name', /[A-Za-z_]\w*/y],
  ['sign', /==|!=|<=|>=|[|,()=<>+\-*/.]/y],
] as const

/** Splits a query into its parts, without comments. Throws for what is none of them. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = []
  const lineAt = (place: number) => query.slice(0, place).split('\n').length
  for (let at = 0; at < query.length;) {
    const [kind, text] = longest(query, at)
    if (text === '') throw new Error(`line ${lineAt(at)}: ${query[at]} is not known`)
    if (kind !== 'space') tokens.push({ kind, text, line: lineAt(at) })
    at += text.length
  }
  return [...tokens, { kind: 'end', text: 'the end', line: lineAt(query.length) }]
}

function longest(query: string, at: number): [(typeof kinds)[number][0], string] {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at
    const found = pattern.exec(query)
    if (found) return [kind, found[0]]
  }
  return ['sign', '']
}
