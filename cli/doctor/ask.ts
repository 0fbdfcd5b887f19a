import { callOnce, type HttpAnswer } from '../http'
import { refusal, silence } from '../problem-sentence'
import type { Installation } from './installation'

/** Asks a route below `/api` once, with a token where one is given. Throws a sentence when no answer comes. */
export async function ask(
  { url }: Pick<Installation, 'url'>,
  path: string,
  signal: AbortSignal,
  token: string | null = null,
): Promise<HttpAnswer> {
  // no tenant is asked for
  return callOnce({ url, tenantId: '' }, { method: 'GET', path, token, signal }).catch((error: unknown) => {
    throw new Error(silence(url, error), { cause: error })
  })
}

/** One sentence for an answer that was not hoped for. */
export const refused = (path: string, answer: HttpAnswer): string => refusal(`GET /api${path}`, answer)

/** The JSON of an answer; undefined where it is none. */
export function parsed({ text }: HttpAnswer): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
