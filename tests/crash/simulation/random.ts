import { type Random as Stream, random } from '../../../local/simulator/seed'

/** Numbers that are the same for the same seed: every choice of a simulation comes from here. */
export interface Random extends Stream {
  /** A whole number in [from, to]. */
  between(from: number, to: number): number
  /** A key, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K
}

export function createRandom(...seed: (string | number)[]): Random {
  const stream = random(...seed)
  return {
    ...stream,
    between: (from, to) => from + stream.int(to - from + 1),
    weighted(weights) {
      const entries = Object.entries<number>(weights)
      let left = stream.next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) if ((left -= weight) < 0) return key as keyof typeof weights
      return entries[0]![0] as keyof typeof weights
    },
  }
}
