/** Makes `calls` calls, `clients` at a time. Returns the milliseconds of each call. */
export async function timeEach(
  calls: number,
  clients: number,
  call: (n: number) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = []
  let next = 0
  const client = async () => {
    for (let n = next++; n < calls; n = next++) {
      const startedAt = performance.now()
      await call(n)
      times.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return times
}

/** Returns the percentile of the values; `share` is 0 to 1. NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))
