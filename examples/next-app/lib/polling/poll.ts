import type { Heard } from './heard'
import { nextAskMs } from './next-ask'

/** Whether anybody sees the page. */
export interface Visibility {
  hidden: () => boolean
  /** Calls `listener` when it changes; gives a function that ends this. */
  onChange: (listener: () => void) => () => void
}

interface Question<T> {
  ask: (etag: string | undefined) => Promise<Heard<T>>
  hear: (heard: Heard<T>) => void
  /** Between questions, by the last value, in milliseconds. Null: there is nothing more to ask. */
  everyMs: (value: T | undefined) => number | null
  page: Visibility
}

export interface Polling {
  /** Asks now, instead of later. */
  now: () => void
  stop: () => void
}

/** Asks again and again, one question at a time, until the answer is a refusal or nothing more is to be asked. */
export function startPolling<T>({ ask, hear, everyMs, page }: Question<T>): Polling {
  let timer: ReturnType<typeof setTimeout> | undefined
  let etag: string | undefined
  let value: T | undefined
  let failures = 0
  let notBefore = 0
  let isAsking = false
  let isOver = false

  const planIn = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void round(), ms)
  }
  const round = async () => {
    if (isAsking || isOver) return
    isAsking = true
    const heard = await ask(etag)
    isAsking = false
    if (isOver) return
    if (heard.kind === 'news') ({ etag, value } = heard)
    failures = heard.kind === 'away' ? failures + 1 : 0
    hear(heard)
    if (heard.kind === 'refused') return
    const { retryAfterMs } = heard
    notBefore = Date.now() + (retryAfterMs ?? 0)
    const every = everyMs(value)
    if (every !== null) planIn(nextAskMs({ failures, hidden: page.hidden(), retryAfterMs, everyMs: every }))
  }
  // a failure that asks for patience gets it also from somebody who comes back
  const now = () => planIn(failures > 0 ? Math.max(0, notBefore - Date.now()) : 0)
  const unwatch = page.onChange(() => !page.hidden() && now())
  planIn(0)
  return {
    now,
    stop() {
      isOver = true
      clearTimeout(timer)
      unwatch()
    },
  }
}
