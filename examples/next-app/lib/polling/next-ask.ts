const mostMs = 30_000
const hiddenMs = 60_000

interface Since {
  /** Questions without an answer, one after the other. */
  failures: number
  /** Nobody sees the page. */
  hidden: boolean
  /** What the last answer asked for. */
  retryAfterMs: number | undefined
  /** Between questions while all is well. */
  everyMs: number
}

/** How long to wait with the next question, in milliseconds: twice as long after each failure, and never less than was asked for. */
export function nextAskMs({ failures, hidden, retryAfterMs = 0, everyMs }: Since): number {
  const patient = failures === 0 ? everyMs : Math.min(everyMs * 2 ** (failures - 1), Math.max(mostMs, everyMs))
  return Math.max(patient, retryAfterMs, hidden ? hiddenMs : 0)
}
