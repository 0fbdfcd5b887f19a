import type { Clock } from './clock'

interface Options<In, Out> {
  /** Does the work for several at once, and says of each what came of it. When it throws, that is the answer of all who wait, too. */
  work(items: readonly In[]): Promise<readonly PromiseSettledResult<Out>[]>
  /** So many at most in one call of `work`. */
  most: number
  /** So many calls of `work` at a time. Default: 1. */
  atOnce?: number
  /** How long a call waits for more, when some had to wait for it already. Milliseconds. */
  gatherMs?: number
  /** The answer to those above `limit` who would wait: a service that does not answer must gather no work without end. */
  full?: { limit: number; error: () => Error }
  clock: Pick<Clock, 'sleep'>
}

interface Waiting<In, Out> {
  item: In
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
  full,
  clock,
}: Options<In, Out>): (item: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = []
  let working = 0

  async function workOff(): Promise<void> {
    working++
    for (let first = true; waiting.length > 0; first = false) {
      if (!first && gatherMs > 0) await clock.sleep(gatherMs)
      await settle(waiting.splice(0, most))
    }
    working--
  }

  async function settle(batch: Waiting<In, Out>[]): Promise<void> {
    try {
      const results = await work(batch.map(({ item }) => item))
      for (const [n, { resolve, reject }] of batch.entries()) {
        const result = results[n]!
        if (result.status === 'fulfilled') resolve(result.value)
        else reject(result.reason)
      }
    } catch (error) {
      const failed = [...batch, ...waiting]
      waiting = []
      for (const { reject } of failed) reject(error)
    }
  }

  return (item) =>
    new Promise<Out>((resolve, reject) => {
      if (full && waiting.length >= full.limit) return reject(full.error())
      waiting.push({ item, resolve, reject })
      if (working < atOnce) void workOff()
    })
}

/** The results of work that was done for all. */
export const allDone = <Out>(values: readonly Out[]): PromiseFulfilledResult<Out>[] =>
  values.map((value) => ({ status: 'fulfilled', value }))
