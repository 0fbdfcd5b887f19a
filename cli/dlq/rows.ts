import { csvRow } from '../csv'
import { type KnownLetter, noteOf } from './runs'

/** What a program is told of a letter: a property of `--json`, a column of `--csv`. */
const columns = {
  queue: ({ letter }) => letter.queue,
  sequence: ({ letter }) => letter.sequence,
  enqueuedAt: ({ letter }) => letter.enqueuedAt,
  messageId: ({ letter }) => letter.messageId,
  runId: ({ letter }) => letter.runId,
  operation: ({ run }) => run?.operation ?? null,
  tenant: ({ run }) => run?.externalId ?? null,
  status: ({ run }) => run?.status ?? null,
  attempt: ({ run }) => run?.attempt ?? null,
  code: ({ run }) => run?.error?.code ?? null,
  reason: ({ letter }) => letter.reason,
  deliveryCount: ({ letter }) => letter.deliveryCount,
  redriveCount: ({ letter }) => letter.redriveCount,
  note: noteOf,
} satisfies Record<string, (known: KnownLetter) => string | number | null>

const entries = Object.entries(columns)

/** A letter as `--json` prints it. */
export const rowOf = (known: KnownLetter) => Object.fromEntries(entries.map(([name, value]) => [name, value(known)]))

export const csvHeader = Object.keys(columns)

/** One line of CSV. */
export const csvLine = (known: KnownLetter): string => csvRow(entries.map(([, value]) => String(value(known) ?? '')))
