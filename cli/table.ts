import { inWidth, widthOf } from './text-width'

/** A column of a table. `whole`: it is never cut, because somebody copies it. */
export interface TableColumn {
  name: string
  whole?: boolean
}

const gap = '  '
/** So many characters of a cell are looked at: what is longer is no cell of a table. */
const longestCell = 500
/** A column that is cut keeps so many. */
const least = 8

/**
 * Lines of a table below its headings, none wider than `width` where the first column allows it. The widest columns are
 * cut first; what does not fit even so is left out, from the right.
 */
export function tableLines(columns: readonly TableColumn[], rows: readonly string[][], width: number): string[] {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map(cut))]
  const natural = columns.map((_column, i) => lines.reduce((most, line) => Math.max(most, widthOf(line[i]!)), 0))
  const widths = fitted(natural, columns, width)
  return lines.map((line) =>
    widths
      .map((each, i) => inWidth(line[i]!, each))
      .join(gap)
      .trimEnd(),
  )
}

/** Never between the halves of a character. */
const cut = (cell: string) =>
  cell.length > longestCell ? `${cell.slice(0, longestCell - 1).replace(/[\ud800-\udbff]$/, '')}…` : cell

const total = (widths: readonly number[]) =>
  widths.reduce((sum, each) => sum + each, 0) + gap.length * (widths.length - 1)

/** The widths of those columns that fit. */
function fitted(natural: readonly number[], columns: readonly TableColumn[], width: number): number[] {
  const minima = natural.map((each, i) => (columns[i]!.whole ? each : Math.min(each, least)))
  let count = natural.length
  while (count > 1 && total(minima.slice(0, count)) > width) count--
  const widths = natural.slice(0, count)
  while (total(widths) > width) {
    const spare = widths.map((each, i) => (each > minima[i]! ? each : 0))
    const widest = Math.max(...spare)
    if (widest === 0) break
    widths[spare.indexOf(widest)]!--
  }
  return widths
}
