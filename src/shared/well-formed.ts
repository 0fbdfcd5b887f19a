/** Replaces U+0000 and unpaired surrogates by U+FFFD: PostgreSQL can store neither. */
export function wellFormed(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it must find U+0000
  return /[\0\ud800-\udfff]/.test(text) ? text.replace(/\0|\p{Surrogate}/gu, '\ufffd') : text
}
