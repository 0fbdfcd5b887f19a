import { ifNoneMatch } from '../tenantpilot/if-none-match'
import { noStore } from '../tenantpilot/no-store'
import { retryAfterToMs } from '../tenantpilot/retry-after'
import type { Heard } from './heard'

const unreachable = 'This app cannot be reached. Check your connection.'
/** Longer than the app waits for the API. */
const timeoutMs = 15_000

/** Asks a route of this app for JSON, or for news since `etag`. Never throws. */
export async function ask<T>(url: string, etag?: string): Promise<Heard<T>> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { ...noStore, headers: ifNoneMatch(etag), signal })
    const retryAfterMs = retryAfterToMs(response.headers.get('retry-after'))
    if (response.status === 304) return { kind: 'same', retryAfterMs }
    if (!response.ok) return refusal(response, retryAfterMs)
    const value = (await response.json()) as T
    return { kind: 'news', value, etag: response.headers.get('etag') ?? undefined, retryAfterMs }
  } catch {
    return { kind: 'away', message: unreachable, retryAfterMs: undefined }
  }
}

async function refusal(response: Response, retryAfterMs: number | undefined): Promise<Heard<never>> {
  const { message = unreachable } = (await response.json().catch(() => ({}))) as { message?: string }
  const mayPass = response.status === 429 || response.status >= 500
  return mayPass ? { kind: 'away', message, retryAfterMs } : { kind: 'refused', message }
}
