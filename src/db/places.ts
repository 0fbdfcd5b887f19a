/** As many places as a pool has connections: who has one gets a connection at once, who waits does not count as unanswered. */
export interface Places {
  /**
   * Waits for a place; the function it resolves to gives it back. Who had to wait is told how long, in milliseconds. Rejects
   * with `full` when too many wait already.
   */
  take(onWait?: (ms: number) => void): Promise<() => void>
  /** Sends everybody who waits away: their pool is gone. Rejects them with `gone`. */
  close(): void
}

interface Waiter {
  enter(leave: () => void): void
  reject(error: Error): void
}

interface Options {
  count: number
  /** At most so many wait. */
  waiting: number
  full: () => Error
  gone: () => Error
}

export function createPlaces({ count, waiting, full, gone }: Options): Places {
  const queue: Waiter[] = []
  let taken = 0

  function enter(): () => void {
    taken++
    let left = false
    return () => {
      if (left) return
      left = true
      taken--
      queue.shift()?.enter(enter())
    }
  }

  return {
    async take(onWait) {
      if (taken < count) return enter()
      if (queue.length >= waiting) throw full()
      const since = performance.now()
      return new Promise((resolve, reject) => {
        const waited = (leave: () => void) => {
          onWait?.(performance.now() - since)
          resolve(leave)
        }
        queue.push({ enter: waited, reject })
      })
    },
    close() {
      for (const { reject } of queue.splice(0)) reject(gone())
    },
  }
}
