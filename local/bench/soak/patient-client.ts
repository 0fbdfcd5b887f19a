import { setTimeout as delay } from 'node:timers/promises'
import type { RunView } from '../../../cli/answers'
import { type Api, callOnce } from '../../../cli/http'
import type { Tally } from './tally'

/** A run that has not ended after this is stuck. Milliseconds. */
export const stuckAfterMs = 10 * 60_000
const callTimeoutMs = 30_000
const pollEveryMs = 200
const retryAfterMs = 500

/** A client that goes on when the API is away or busy, and counts it. */
export class PatientClient {
  readonly #api: Api
  readonly #tally: Tally
  readonly #signal: AbortSignal

  constructor(api: Api, tally: Tally, signal: AbortSignal) {
    this.#api = api
    this.#tally = tally
    this.#signal = signal
  }

  /** Starts a sync and returns its run. Throws when none was accepted in ten minutes. */
  async start(body: object = {}): Promise<string> {
    const until = Date.now() + stuckAfterMs
    for (;;) {
      const startedAt = performance.now()
      const answer = await this.#call('POST', 'sync', body)
      if (answer?.status === 202) {
        this.#tally.startMs.push(performance.now() - startedAt)
        return (JSON.parse(answer.text) as { runId: string }).runId
      }
      this.#tally.refusedStarts++
      if (Date.now() > until) throw new Error(`No sync was accepted in ten minutes: ${answer?.text ?? 'no answer'}`)
      await delay(answer?.retryAfterMs || retryAfterMs, undefined, { signal: this.#signal })
    }
  }

  /** Polls a run until it has ended. Undefined: it is stuck. */
  async follow(runId: string): Promise<RunView | undefined> {
    const until = Date.now() + stuckAfterMs
    while (Date.now() < until) {
      const answer = await this.#call('GET', `runs/${runId}`)
      if (answer?.status === 200) {
        const run = JSON.parse(answer.text) as RunView
        if (run.finishedAt) return run
      } else this.#tally.refusedPolls++
      await delay(answer?.retryAfterMs || pollEveryMs, undefined, { signal: this.#signal })
    }
    return undefined
  }

  /** Undefined: no answer. Throws an answer that tells of a mistake of this client, and when the soak is interrupted. */
  async #call(method: string, path: string, body?: object) {
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(callTimeoutMs)])
    const token = await this.#api.token()
    const answer = await callOnce(this.#api, { method, path, token, body, signal }).catch(() => undefined)
    this.#signal.throwIfAborted()
    if (answer && answer.status >= 400 && answer.status < 500)
      throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.text.slice(0, 300)}`)
    return answer
  }
}
