import { printable } from '../text'
import { codeOf, type KnownLetter } from './runs'

/** A letter for a program: what `--json` and `--csv` print of it. */
export function rowOf(known: KnownLetter) {
  const { letter, run } = known
  return {
    queue: letter.queue,
    sequence: letter.sequence,
    enqueuedAt: letter.enqueuedAt,
    messageId: letter.messageId,
    runId: letter.runId,
    operation: run?.operation ?? null,
    tenant: run?.externalId ?? null,
    status: run?.status ?? null,
    attempt: run?.attempt ?? null,
    code: codeOf(known),
    reason: letter.reason,
    deliveryCount: letter.deliveryCount,
    redriveCount: letter.redriveCount,
  }
}

export const csvHeader = [
  'queue',
  'sequence',
  'enqueuedAt',
  'messageId',
  'runId',
  'operation',
  'tenant',
  'status',
  'attempt',
  'code',
  'reason',
  'deliveryCount',
  'redriveCount',
] satisfies (keyof ReturnType<typeof rowOf>)[]

/** One line of CSV (RFC 4180). */
export function csvLine(known: KnownLetter): string {
  const row = rowOf(known)
  return csvHeader.map((name) => cell(row[name])).join(',')
}

/** What a spreadsheet would take for a formula is made a text: whoever can send to the queue wrote it. */
function cell(value: string | number | null): string {
  const text = printable(String(value ?? ''))
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
