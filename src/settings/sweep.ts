/** What a finished sync asks to be removed: rows of policies that no run of these sources saw any more. */
export interface Sweep {
  /** Sources this attempt read to their end. */
  sources: string[]
  /** Every registered source was read to its end: rows of the system this replaces go too. */
  legacy: boolean
}
