import { ApiError } from './api-error'
import { plainWords } from './plain-words'

/** What came of a call, or a sentence for the page. */
type Outcome<T> = { value: T; refusal: null } | { value: null; refusal: Refusal }

/** Why a call gave nothing. */
export interface Refusal {
  message: string
  /** What the API answered; undefined: it did not. */
  status: number | undefined
  /** After this long it is worth calling again; undefined: the API does not say. */
  retryAfterMs: number | undefined
}

const notUnderstood = 'Something in this app went wrong. Ask an administrator to look into its log.'

/** Calls the API for a page. Never throws: why it failed goes into the log, with `what` was tried, and as a sentence to the page. */
export async function orWords<T>(what: string, call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await call(), refusal: null }
  } catch (error) {
    console.error(what, error)
    const { status, retryAfterMs } = error instanceof ApiError ? error : { status: undefined, retryAfterMs: undefined }
    return { value: null, refusal: { message: plainWords(error, notUnderstood), status, retryAfterMs } }
  }
}
