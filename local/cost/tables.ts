import type { Assumption } from './assumptions'
import { type Estimate, type firstReached, parts } from './model'

/** Rows of cells, the first with the heads. */
type Table = string[][]

const whole = (value: number) => Math.round(value).toLocaleString('en-US')
const percent = (share: number) => `${share < 0.1 ? (share * 100).toPrecision(1) : Math.round(share * 100)} %`

/** What a month costs, a column for each load. */
export function costTable(estimates: readonly Estimate[]): Table {
  const row = (name: string, cell: (estimate: Estimate) => string) => [name, ...estimates.map(cell)]
  return [
    row('a month, in $', ({ load }) => `${whole(load.tenants)} tenants`),
    ...parts.map((part) => row(part, ({ costs }) => whole(costs[part]))),
    row('**all**', ({ total }) => `**${whole(total)}**`),
    row('for each tenant', ({ total, load }) => (total / load.tenants).toFixed(2)),
    row('instances that sync at once', ({ instances }) => whole(instances)),
    row('cores of PostgreSQL', ({ cores, servers }) => (servers === 1 ? whole(cores) : `${servers} × ${whole(cores)}`)),
    row('storage, GB', ({ storageGb }) => whole(storageGb)),
    row('logs, GB', ({ logGb }) => whole(logGb)),
  ]
}

/** Which limits come first, a column for each load; of each how much is used. */
export function limitTable(estimates: readonly Estimate[], most = 4): Table {
  const heads = ['most used', ...estimates.map(({ load }) => `${whole(load.tenants)} tenants`)]
  const rows = Array.from({ length: most }, (_, at) => [
    `${at + 1}.`,
    ...estimates.map(({ limits }) => `${limits[at]!.limit}: ${percent(limits[at]!.used)}`),
  ])
  return [heads, ...rows]
}

/** Which limit is reached first, and when. */
export const firstSentence = ({ limit, tenants }: ReturnType<typeof firstReached>): string =>
  `With more and more tenants of this kind the first limit that is reached is ${limit}, with about ${whole(Number(tenants.toPrecision(2)))} tenants.`

/** The numbers of the model with their sources. */
export function assumptionTable(assumptions: Readonly<Record<string, Assumption>>): Table {
  const rows = Object.values(assumptions).map(({ value, unit, what, source }) => [
    `${value} ${unit}`.trim(),
    what,
    source,
  ])
  return [['number', 'what', 'source'], ...rows]
}

/** A table as Markdown. */
export function toMarkdown([heads = [], ...rows]: Table): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(line)].join('\n')
}

/** A table for a terminal. */
export function toText(table: Table): string {
  const plain = table.map((cells) => cells.map((cell) => cell.replaceAll('*', '')))
  const widths = plain[0]!.map((_, at) => Math.max(...plain.map((cells) => cells[at]!.length)))
  return plain
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
