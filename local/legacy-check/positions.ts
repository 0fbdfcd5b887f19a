/** Where a pattern, which must be global, is found in a text. */
export const positionsOf = (text: string, pattern: RegExp): number[] =>
  [...text.matchAll(pattern)].map(({ index }) => index)
