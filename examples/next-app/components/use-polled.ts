'use client'

import { useEffect, useRef, useState } from 'react'
import { ask } from '../lib/polling/ask'
import type { Heard } from '../lib/polling/heard'
import { type Polling, startPolling, type Visibility } from '../lib/polling/poll'

/** What is known, and what stands in the way of knowing more. */
interface Polled<T> {
  value: T | undefined
  problem: { message: string; triesAgain: boolean } | null
  /** Asks now, instead of later. */
  refresh: () => void
}

/** Asks a route of this app again and again while the component is shown. `everyMs` must be the same function each time. */
export function usePolled<T>(url: string, everyMs: (value: T | undefined) => number | null, initial?: T): Polled<T> {
  const [value, setValue] = useState(initial)
  const [problem, setProblem] = useState<Polled<T>['problem']>(null)
  const polling = useRef<Polling | null>(null)
  useEffect(() => {
    const hear = (heard: Heard<T>) => {
      if (heard.kind === 'news') setValue(heard.value)
      setProblem('message' in heard ? { message: heard.message, triesAgain: heard.kind === 'away' } : null)
    }
    const started = startPolling<T>({ ask: (etag) => ask(url, etag), hear, everyMs, page })
    polling.current = started
    return started.stop
  }, [url, everyMs])
  return { value, problem, refresh: () => polling.current?.now() }
}

const page: Visibility = {
  hidden: () => document.hidden,
  onChange(listener) {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  },
}
