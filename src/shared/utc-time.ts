/**
 * Reads a time as UTC when it names no zone, as the Functions host sends it: JavaScript would read it in the zone of
 * the process. An unreadable text gives an invalid date.
 */
export function readUtcTime(text: unknown): Date {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(String(text))
  return new Date(hasZone ? String(text) : `${String(text)}Z`)
}
