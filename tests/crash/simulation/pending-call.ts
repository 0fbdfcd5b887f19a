import type { Task } from './processes'

/** What becomes of one call to the outside. `lost_answer`: it took effect, but its caller sees an error. */
export type Fate = 'well' | 'error' | 'lost_answer' | 'crash_before' | 'crash_after'

export type CallKind = 'sql' | 'send' | 'peek' | 'settle' | 'sleep' | 'timer'

/** A call to the outside that waits for the scheduler to let it happen. */
export interface PendingCall {
  id: number
  task: Task
  kind: CallKind
  what: string
  /** Simulated time before which it must not happen. */
  due: number
  /** May others see afterwards what it did? Not so a statement within a transaction. */
  commits: boolean
  /** Does it; an error is what the caller gets to see. */
  run: () => Promise<unknown>
  /** What a caller sees whose call, or whose answer, was lost on the way. */
  spoil: () => Promise<Error>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** What a caller says of its call. */
export type Call<T> = Pick<PendingCall, 'kind' | 'what'> &
  Partial<Pick<PendingCall, 'due' | 'spoil' | 'commits'>> & { run: () => Promise<T>; signal?: AbortSignal | undefined }
