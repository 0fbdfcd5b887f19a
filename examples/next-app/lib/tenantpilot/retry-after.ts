/** Reads `Retry-After`, seconds or a date, as milliseconds from now. Undefined: there is none that can be read. */
export function retryAfterToMs(retryAfter: string | null): number | undefined {
  if (!retryAfter) return undefined
  const seconds = Number(retryAfter)
  const ms = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1000
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0)
}
