const holdMs = 300

/**
 * Passes each line on a moment later. When a part breaks, others complain of it at once: `drop` forgets what is still
 * held, and everything that comes.
 */
export function heldBack(pass: (from: string, line: string) => void) {
  let dropped = false
  const held = new Map<NodeJS.Timeout, () => void>()
  return {
    onLine(from: string, line: string) {
      const timer = setTimeout(() => flushOne(timer), holdMs)
      held.set(timer, () => pass(from, line))
    },
    drop() {
      dropped = true
    },
    /** Passes on at once what is still held. */
    flush() {
      for (const timer of held.keys()) flushOne(timer)
    },
  }

  function flushOne(timer: NodeJS.Timeout) {
    clearTimeout(timer)
    if (!dropped) held.get(timer)?.()
    held.delete(timer)
  }
}
