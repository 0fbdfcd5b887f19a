import { propertiesOf, type Row, type TableName } from '../tables'
import { ends } from './describe-run'

/** A trace is whole when nothing of its last attempt has come for so long. */
const quietMs = 1500
/** A run whose span does not come was not sampled. */
const mostMs = 15_000

/** When the record of its end came, and its span: in any order. */
interface Attempt {
  jobId: string
  endedAt: number | null
  spanAt: number | null
}

/** Tells which runs have ended, once what happened in them has come. */
export class EndedRuns {
  readonly #attempts = new Map<string, Attempt>()

  onRow(table: TableName, row: Row, now: number): void {
    const { jobId, attempt } = propertiesOf(row)
    if (jobId === undefined) return
    const isEnd = table === 'AppTraces' && ends.includes(String(row['Message']))
    const isSpan = table === 'AppRequests'
    if (!isEnd && !isSpan) return
    const key = `${jobId}/${attempt}`
    const known = this.#attempts.get(key) ?? { jobId, endedAt: null, spanAt: null }
    this.#attempts.set(key, { ...known, ...(isEnd && { endedAt: now }), ...(isSpan && { spanAt: now }) })
  }

  /** The runs that can be shown now; each once. */
  take(now: number): string[] {
    const due = [...this.#attempts].filter(([, { endedAt, spanAt }]) => {
      if (endedAt === null) return false
      return spanAt === null ? now - endedAt >= mostMs : now - Math.max(spanAt, endedAt) >= quietMs
    })
    for (const [, { jobId }] of due) this.#forget(jobId)
    return due.map(([, { jobId }]) => jobId)
  }

  #forget(jobId: string): void {
    for (const [key, attempt] of this.#attempts) if (attempt.jobId === jobId) this.#attempts.delete(key)
  }
}
