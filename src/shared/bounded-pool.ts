/** Runs tasks side by side within bounds, so that a producer of any length needs flat memory. */
export interface BoundedPool {
  /** Resolves when there is room for the task, not when it is done. Rejects with the first task's failure. */
  add(task: () => Promise<void>): Promise<void>
  /** Resolves when all tasks are done; rejects with the first failure, after every running one has settled. */
  drain(): Promise<void>
}

/** `running` tasks at once, `waiting` more accepted. After a failure no further task is started. */
export function createBoundedPool({ running, waiting }: { running: number; waiting: number }): BoundedPool {
  const queue: (() => Promise<void>)[] = []
  let active = 0
  let failure: { error: unknown } | undefined
  let wake: (() => void)[] = []
  const changed = () => new Promise<void>((resolve) => wake.push(resolve))
  const announce = () => {
    const sleepers = wake
    wake = []
    for (const resolve of sleepers) resolve()
  }

  function start(): void {
    while (active < running && queue.length > 0 && !failure) {
      const task = queue.shift()!
      active++
      void task()
        .catch((error: unknown) => {
          failure ??= { error }
          queue.length = 0
        })
        .finally(() => {
          active--
          start()
          announce()
        })
    }
  }

  return {
    async add(task) {
      while (!failure && active >= running && queue.length >= waiting) await changed()
      if (failure) throw failure.error
      queue.push(task)
      start()
    },
    async drain() {
      while (active > 0 || queue.length > 0) await changed()
      if (failure) throw failure.error
    },
  }
}
