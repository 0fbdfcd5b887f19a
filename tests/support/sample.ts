import { hash32 } from '../../local/simulator/seed'

/** The value of `TEST_SEED`. When it is not set, tests/setup chooses one and prints it. */
const seed = process.env.TEST_SEED ?? '0'

/** Chooses `count` members of a list by the printed seed, and keeps their order. For `npm test`. */
export function sample<T>(list: readonly T[], count: number): T[] {
  const places = list.map((_member, i) => i).toSorted((a, b) => hash32(seed, a) - hash32(seed, b))
  const chosen = new Set(places.slice(0, count))
  return list.filter((_member, i) => chosen.has(i))
}

/** The whole list; with `TEST_SLICE=n` about one member in n, by the printed seed. For `npm run test:slow`. */
export function slice<T>(list: readonly T[]): T[] {
  return sample(list, Math.max(1, Math.ceil(list.length / Number(process.env.TEST_SLICE ?? 1))))
}
