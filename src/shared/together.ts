import type { Clock } from './clock'

interface Options<In, Out> {
  /** Does the work for several at once. Its results stand in their order. */
  work(items: readonly In[]): Promise<readonly Out[]>
  /** So many at most in one call of `work`. */
  most: number
  /** So many calls of `work` at a time. Default: 1. */
  atOnce?: number
  /** How long a call waits for more, when some had to wait for it already. Milliseconds. */
  gatherMs?: number
  /** True: when several fail together, each is done again alone and fails alone. Else with a failure fail all who wait, too. */
  apart?: true
  /** How many may wait, and how long: a service that does not answer must gather no work without end. Default: no end. */
  patience?: Patience
  clock: Pick<Clock, 'sleep' | 'now'>
}

interface Patience {
  /** So many wait at most. */
  limit: number
  /** Who has waited longer is gone: nothing is done for him any more. Milliseconds. */
  ms: number
  /** The answer to both. */
  error(): Error
}

interface Waiting<In, Out> {
  item: In
  /** By the clock's `now`. */
  since: number
  resolve(out: Out): void
  reject(reason: unknown): void
}

/**
 * Makes a function that does its work at once when nothing else is being done; else together with all that is asked for until a
 * place is free. So a single request is not delayed, and a burst costs a fraction for each.
 */
export function together<In, Out>({
  work,
  most,
  atOnce = 1,
  gatherMs = 0,
  apart,
  patience,
  clock,
}: Options<In, Out>): (item: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = []
  let working = 0

  async function workOff(): Promise<void> {
    working++
    for (let first = true; waiting.length > 0; first = false) {
      if (!first && gatherMs > 0) await clock.sleep(gatherMs)
      waiting = inTime(waiting)
      await settle(waiting.splice(0, most))
    }
    working--
  }

  /** Those who are still there; the others are refused. */
  function inTime(all: Waiting<In, Out>[]): Waiting<In, Out>[] {
    if (!patience) return all
    return all.filter(({ since, reject }) => {
      const isThere = clock.now() - since <= patience.ms
      if (!isThere) reject(patience.error())
      return isThere
    })
  }

  async function settle(batch: readonly Waiting<In, Out>[]): Promise<void> {
    if (batch.length === 0) return
    try {
      const results = await work(batch.map(({ item }) => item))
      for (const [n, { resolve }] of batch.entries()) resolve(results[n]!)
    } catch (error) {
      if (apart && batch.length > 1) return void (await Promise.all(batch.map((each) => settle(inTime([each])))))
      const failed = apart ? batch : [...batch, ...waiting.splice(0)]
      for (const { reject } of failed) reject(error)
    }
  }

  return (item) =>
    new Promise<Out>((resolve, reject) => {
      if (patience && waiting.length >= patience.limit) return reject(patience.error())
      waiting.push({ item, since: clock.now(), resolve, reject })
      if (working < atOnce) void workOff()
    })
}

/** Makes work that is one act for all: done for each, or failed for all. */
export const forAll =
  <In>(act: (items: readonly In[]) => Promise<void>) =>
  async (items: readonly In[]): Promise<void[]> => {
    await act(items)
    return items.map(() => undefined)
  }
