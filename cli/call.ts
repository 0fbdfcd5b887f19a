import { setTimeout as delay } from 'node:timers/promises'
import { type Api, callOnce } from './http'
import { unlessAborted } from './interrupt'
import { refusal, silence } from './problem-sentence'

const timeoutMs = 30_000
/** The longest wait that is sat out; after a longer one somebody must call again. */
const longestWaitMs = 20_000

/** The API refused a request. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, sentence: string) {
    super(sentence)
    this.status = status
  }
}

/** A request without an answer; whether it arrived is not known. */
export class NoAnswer extends Error {}

/** The signal aborted before a request was sent. */
export class NotSent extends Error {}

/**
 * Calls the API, and returns the JSON of its answer, null for none (204). After a 429 or 503 with Retry-After it waits and calls again, which
 * is safe because starts are idempotent. Throws one sentence that says what to do, `NotSent`, or the signal's reason.
 */
export async function call(
  api: Api,
  method: string,
  path: string,
  { body, signal, retries = 3 }: { body?: object; signal?: AbortSignal | undefined; retries?: number } = {},
): Promise<unknown> {
  const token = await tokenOf(api, signal)
  const limit = AbortSignal.timeout(timeoutMs)
  const either = signal ? AbortSignal.any([signal, limit]) : limit
  const answer = await callOnce(api, { method, path, token, body, signal: either }).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw new NoAnswer(silence(api.url, error), { cause: error })
  })
  const { status, text, retryAfterMs } = answer
  if ((status === 429 || status === 503) && retryAfterMs > 0 && retryAfterMs <= longestWaitMs && retries > 0) {
    await delay(retryAfterMs, undefined, signal ? { signal } : {})
    return call(api, method, path, { ...(body ? { body } : {}), signal, retries: retries - 1 })
  }
  if (status < 200 || status > 299) throw new Refused(status, refusal(`${method} ${path}`, answer, api.tokenRemedy))
  if (status === 204) return null
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${api.url} did not answer with JSON: is it the address of the API?`, { cause: error })
  }
}

/** A token may take as long as `az` does. */
async function tokenOf(api: Api, signal: AbortSignal | undefined): Promise<string> {
  if (!signal) return api.token()
  return unlessAborted(signal, () => api.token()).catch((error: unknown) => {
    throw signal.aborted ? new NotSent('interrupted', { cause: error }) : error
  })
}
