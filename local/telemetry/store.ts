import type { Envelope } from './envelope'
import { toRow } from './rows'
import type { Row, TableName } from './tables'

/** So many of the newest items are kept. */
const mostItems = 100_000

interface Item {
  envelope: Envelope
  table: TableName
  row: Row
}

/** The telemetry that came, in memory. */
export class TelemetryStore {
  #items: Item[] = []
  readonly #listeners: ((table: TableName, row: Row) => void)[] = []

  add(envelopes: readonly Envelope[]): void {
    for (const envelope of envelopes) {
      const item = { envelope, ...toRow(envelope) }
      this.#items.push(item)
      for (const tell of this.#listeners) tell(item.table, item.row)
    }
    // a tenth at once, because each removal moves all that stays
    if (this.#items.length > mostItems) this.#items = this.#items.slice(-mostItems * 0.9)
  }

  clear(): void {
    this.#items = []
  }

  /** The rows of a table, in the order in which they came. */
  rows(table: TableName): Row[] {
    return this.#items.filter((item) => item.table === table).map(({ row }) => row)
  }

  /** Everything as it came. */
  envelopes(): Envelope[] {
    return this.#items.map(({ envelope }) => envelope)
  }

  /** Tells of each row that comes. */
  onRow(tell: (table: TableName, row: Row) => void): void {
    this.#listeners.push(tell)
  }
}
