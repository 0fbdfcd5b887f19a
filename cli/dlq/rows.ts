import { csvRow } from '../csv'
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

/** One line of CSV. */
export function csvLine(known: KnownLetter): string {
  const row = rowOf(known)
  return csvRow(csvHeader.map((name) => String(row[name] ?? '')))
}
