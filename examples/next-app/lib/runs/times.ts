/** A time as `2026-11-30 08:00 UTC`: the same on the server and in the browser. */
export const longTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`

/** A time as `08:00:30 UTC`. */
export const shortTime = (iso: string): string => `${iso.slice(11, 19)} UTC`
