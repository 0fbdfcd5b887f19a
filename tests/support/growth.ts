// below this, the engine's own memory for backtracking decides
const short = 64 * 1024
const times = 8

/**
 * How much more work eight times the text is, in relation to its length: 1 for linear work, 8 for quadratic work.
 * Work is processor time of this process, the least of several tries, so other processes do not count.
 */
export function growth(work: (text: string) => unknown, ofLength: (length: number) => string): number {
  const [small, large] = [ofLength(short), ofLength(short * times)]
  return processorTime(() => work(large)) / processorTime(() => work(small)) / times
}

/** Microseconds of the fastest of nine tries, each repeated until it takes at least 2 ms. */
function processorTime(work: () => unknown): number {
  let least = Infinity
  for (let tries = 0; tries < 9; tries++) {
    const begun = process.cpuUsage()
    let repeats = 0
    let spent = 0
    while (spent < 2_000) {
      work()
      repeats++
      const { user, system } = process.cpuUsage(begun)
      spent = user + system
    }
    least = Math.min(least, spent / repeats)
  }
  return least
}
