import { hash32 } from '../../local/simulator/seed'

/** What `TEST_SEED` says; tests/setup prints it when it makes one up. */
const seed = process.env.TEST_SEED ?? '0'

/** `count` members of a list, in its order, chosen by the printed seed. For `npm test`. */
export function sample<T>(list: readonly T[], count: number): T[] {
  const places = list.map((_member, i) => i).toSorted((a, b) => hash32(seed, a) - hash32(seed, b))
  const chosen = new Set(places.slice(0, count))
  return list.filter((_member, i) => chosen.has(i))
}

/** All of a list; with `TEST_SLICE=n` about one member in n, chosen by the printed seed. For `npm run test:slow`. */
export function slice<T>(list: readonly T[]): T[] {
  return sample(list, Math.max(1, Math.ceil(list.length / Number(process.env.TEST_SLICE ?? 1))))
}
