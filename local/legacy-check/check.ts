import { type NotRead, readSourceFiles, type SourceFile } from './files'
import { addTableNames, type TableNames, usualNames } from './table-names'
import { type TraceKind, traces } from './traces'

/** A trace of the old integration. It holds no text of the file, where secrets may stand. */
export interface Finding {
  file: string
  line: number
  kind: TraceKind
  what: string
  todo: string
}

export interface Checked {
  findings: Finding[]
  /** How many files were read. */
  files: number
  notRead: NotRead
}

/** Reads an app's code twice, first for the names it gives to the table, and finds traces of the old integration. Runs nothing. */
export async function checkApp(root: string): Promise<Checked> {
  const names = usualNames()
  const before: NotRead = { tooLarge: [], links: [] }
  for await (const file of readSourceFiles(root, before)) addTableNames(names, file)
  const checked: Checked = { findings: [], files: 0, notRead: { tooLarge: [], links: [] } }
  for await (const file of readSourceFiles(root, checked.notRead)) {
    checked.files++
    checked.findings.push(...findingsIn(file, names))
  }
  return checked
}

function findingsIn(file: SourceFile, names: TableNames): Finding[] {
  const found = Object.entries(traces).flatMap(([kind, { what, todo, find }]) =>
    [...linesOf(file.text, find(file, names))].map((line) => ({
      file: file.path,
      line,
      kind: kind as TraceKind,
      what,
      todo,
    })),
  )
  return found.toSorted((a, b) => a.line - b.line)
}

/** Lines, from 1, in which positions of a text lie. One pass, however many there are. */
function linesOf(text: string, positions: readonly number[]): Set<number> {
  const lines = new Set<number>()
  let line = 1
  let end = text.indexOf('\n')
  for (const position of positions.toSorted((a, b) => a - b)) {
    for (; end !== -1 && end < position; end = text.indexOf('\n', end + 1)) line++
    lines.add(line)
  }
  return lines
}
