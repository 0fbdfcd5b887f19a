import { readFileSync } from 'node:fs'
import { Language, type Node, Parser } from 'web-tree-sitter'

let parser: Promise<Parser> | undefined

async function load(): Promise<Parser> {
  await Parser.init()
  const grammar = readFileSync(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'))
  return new Parser().setLanguage(await Language.load(grammar))
}

/** The grammar does not know the line `extension NAME`: blanks stand in its place, so that all positions stay. */
const extension = /^extension (\w+)$/gm

/** The root of a Bicep text, and the extensions that it names. Throws for the first place that the grammar cannot read. */
export async function parseBicep(path: string, text: string): Promise<{ root: Node; extensions: string[] }> {
  const extensions = [...text.matchAll(extension)].map(([, name]) => name!)
  const tree = (await (parser ??= load())).parse(text.replaceAll(extension, (line) => ' '.repeat(line.length)))
  if (!tree) throw new Error(`${path} cannot be parsed.`)
  const broken = tree.rootNode.hasError ? firstBroken(tree.rootNode) : null
  if (broken) throw unread(path, broken)
  return { root: tree.rootNode, extensions }
}

/** The error for a node that nothing reads. */
export function unread(path: string, node: Node): Error {
  const { row, column } = node.startPosition
  return new Error(`${path}:${row + 1}:${column + 1}: cannot be read (${node.type}): ${node.text.slice(0, 80)}`)
}

function firstBroken(node: Node): Node | null {
  if (node.isError || node.isMissing) return node
  for (const child of node.children) if (child?.hasError || child?.isMissing) return firstBroken(child)
  return node
}
