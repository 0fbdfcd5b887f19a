import { printable } from './text'

/** How a text begins that a spreadsheet takes for a formula. */
const formula = /^\s*[=+\-@]|^\t/

/**
 * A row of CSV (RFC 4180), without its line end. What a spreadsheet would take for a formula gets an apostrophe before it; a
 * tab becomes a blank, and a cell with a semicolon is quoted, because many part there.
 */
export function csvRow(cells: readonly string[]): string {
  return cells.map((cell) => quoted(printable(formula.test(cell) ? `'${cell}` : cell))).join(',')
}

const quoted = (text: string) => (/[",;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
