import { type Command, Option } from 'commander'
import { csvRow } from './csv'
import type { ConnectionOptions, Outside } from './outside'
import { type TableColumn, tableLines } from './table'
import { printable, toJson } from './text'
import { UsageError } from './usage'

/** A column of a list. Its value is printed as text; null is empty. `csvOnly`: a table has no room for it. */
export interface Column<Item> extends TableColumn {
  value(item: Item): string | number | boolean | null
  /** How a table shows the text. */
  short?(text: string): string
  csvOnly?: boolean
}

/** What every list understands. */
export interface ListOptions extends ConnectionOptions {
  csv?: true
}

type Print = <Item>(columns: readonly Column<Item>[], items: readonly Item[]) => void

/** Gives a command the options of lists, those of every command among them. */
export function addListOptions(command: Command, { options }: Outside): void {
  command.addOption(new Option('--csv', 'prints CSV with a header line; --json prints one object a line'))
  for (const option of options) command.addOption(option)
}

/** How these options want a list to be printed. Throws a `UsageError` where they ask for two forms. */
export function printerOf({ json, csv }: ListOptions): Print {
  if (json && csv) throw new UsageError('--json and --csv are two forms: give one of them.')
  return json ? printJson : csv ? printCsv : printTable
}

/** Says on the error output that a list was cut, so that the output stays what it is. */
export function printMore(isMore: boolean): void {
  if (isMore) console.error('There is more: raise --limit.')
}

const cell = <Item>({ value }: Column<Item>, item: Item) => String(value(item) ?? '')

const printJson: Print = (_columns, items) => {
  for (const item of items) console.log(toJson(item))
}

const printCsv: Print = (columns, items) => {
  const rows = items.map((item) => columns.map((column) => cell(column, item)))
  for (const row of [columns.map(({ name }) => name), ...rows]) process.stdout.write(`${csvRow(row)}\r\n`)
}

const printTable: Print = (columns, items) => {
  if (items.length === 0) return console.log('nothing found')
  const shown = columns.filter(({ csvOnly }) => !csvOnly)
  const rows = items.map((item) =>
    shown.map((column) => {
      const text = printable(cell(column, item))
      return column.short?.(text) ?? text
    }),
  )
  // what is no terminal has no width
  for (const line of tableLines(shown, rows, process.stdout.columns || Infinity)) console.log(line)
}

/** `2026-11-29T10:00:00.000Z` in fewer characters. */
export const shortTime = (text: string) => text.replace(/^(\S+)T(\d\d:\d\d)[\d:.]*Z$/, '$1 $2Z')
