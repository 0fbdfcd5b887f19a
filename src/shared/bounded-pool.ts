/** Runs tasks concurrently with a limit, so that memory stays constant however many tasks come. */
export interface BoundedPool {
  /** Adds a task. Resolves when the task is accepted, not when it is done. Rejects with the first task's failure. */
  add(task: () => Promise<void>): Promise<void>
  /** Resolves when all tasks are done. Rejects with the first failure, after all running tasks have settled. */
  drain(): Promise<void>
}

/**
 * Makes a pool that runs `running` tasks at once and accepts `waiting` more. After a failure it starts no further task.
 */
export function createBoundedPool({ running, waiting }: { running: number; waiting: number }): BoundedPool {
  const queue: (() => Promise<void>)[] = []
  let active = 0
  let failure: { error: unknown } | undefined
  let waiters: (() => void)[] = []
  const taskEnded = () => new Promise<void>((resolve) => waiters.push(resolve))
  const notifyWaiters = () => {
    const notified = waiters
    waiters = []
    for (const resolve of notified) resolve()
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
          notifyWaiters()
        })
    }
  }

  return {
    async add(task) {
      while (!failure && active >= running && queue.length >= waiting) await taskEnded()
      if (failure) throw failure.error
      queue.push(task)
      start()
    },
    async drain() {
      while (active > 0 || queue.length > 0) await taskEnded()
      if (failure) throw failure.error
    },
  }
}
