/** As many places as a pool has connections: who has one gets a connection at once, who waits does not count as unanswered. */
export interface Places {
  /** Waits for a place; the function it resolves to gives it back. Rejects with `full` when too many wait already. */
  take(): Promise<() => void>
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
    async take() {
      if (taken < count) return enter()
      if (queue.length >= waiting) throw full()
      return new Promise((resolve, reject) => queue.push({ enter: resolve, reject }))
    },
    close() {
      for (const { reject } of queue.splice(0)) reject(gone())
    },
  }
}
