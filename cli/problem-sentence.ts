import type { HttpAnswer } from './http'
import { printable } from './text'

/** What to do after an answer that says nothing itself: those of the host, of a gateway, of somebody else. */
const advice: Readonly<Record<number, string>> = {
  403: 'access is refused: is the app stopped, or closed to this network?',
  404: 'there is no such route: is the address that of the app, and its version as new as this command?',
  413: 'the request is too large',
}

/**
 * One sentence for an answer that is no success: what the API says, else what its status means. Never the body itself.
 * `tokenRemedy`: what to do where the token was not accepted, a sentence.
 */
export function refusal(
  request: string,
  { status, text, retryAfterMs }: HttpAnswer,
  tokenRemedy = 'Get a new one, made for this API.',
): string {
  const problem = problemSentence(text, tokenRemedy)
  if (problem) return problem
  const answered = `${request} was answered ${status}`
  if (status === 401) return `${answered}: the access token is not accepted. ${tokenRemedy}`
  if (status >= 300 && status < 400)
    return `${answered}: the API does not redirect. Is it the address of the app, and open without a sign-in?`
  if (status === 429 || status === 503) return `${answered}: it is busy or starting. ${again(retryAfterMs)}`
  if (status >= 500) return `${answered}: the app failed. Its log says why; try again later.`
  const sentence = advice[status] ?? 'that is no answer of this API'
  return `${answered}: ${sentence}${/[.?]$/.test(sentence) ? '' : '.'}`
}

const again = (ms: number) => (ms > 0 ? `Try again in ${Math.ceil(ms / 1000)} s.` : 'Try again in a minute.')

/** Problems that say only what is wrong with a token. */
const tokenProblems = ['auth.token_missing', 'auth.token_invalid']

/** Makes a sentence of problem details, with the code behind it, and what to do where that helps. Undefined for any other body. */
function problemSentence(body: string, tokenRemedy: string): string | undefined {
  const { title, detail, code } = parsed(body)
  if (typeof title !== 'string' || typeof code !== 'string') return undefined
  // the detail says what the title says, and more
  const sentence = printable(typeof detail === 'string' ? detail : title).slice(0, 1000)
  const whole = `${/[.!?]$/.test(sentence) ? sentence : `${sentence}.`} (${printable(code).slice(0, 100)})`
  return tokenProblems.includes(code) ? `${whole} ${tokenRemedy}` : whole
}

function parsed(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body)) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** What to do where no answer came, by the code of the connection's error. */
const reasons: Readonly<Record<string, (host: string) => string>> = {
  ECONNREFUSED: (host) => `Nothing answers at ${host}: is the address right, and does the app run?`,
  ENOTFOUND: (host) => `There is no host for ${host}: is the address right?`,
  EAI_AGAIN: (host) => `The name in ${host} cannot be looked up now: is this machine connected?`,
  BAD_PORT: (host) => `Nothing answers at ${host}: no request is sent to this port. Is the address right?`,
  TOO_LARGE: (host) => `${host} sends more than an answer of the API can be: is it the address of the API?`,
}

/** One sentence for a request without an answer. */
export function silence(url: string, error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return `${url} did not answer in time: try again, or look at the app.`
  const codes = codesOf(error)
  const code = codes.find((each) => reasons[each]) ?? codes[0] ?? 'no reason given'
  if (reasons[code]) return reasons[code](url)
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code))
    return `The certificate of ${url} is not trusted (${code}): is the address right? A CA of your own goes into NODE_EXTRA_CA_CERTS.`
  if (/SSL|TLS|EPROTO/.test(code)) return `${url} does not speak TLS (${code}): is the address right?`
  return `The connection to ${url} broke (${code}): try again.`
}

/** `fetch` wraps the error of the connection, that of several addresses in a list, and gives a forbidden port no code. */
function codesOf(error: unknown): string[] {
  const { code, message, cause, errors = [] } = Object(error) as Failure
  const own = typeof code === 'string' ? [code] : message === 'bad port' ? ['BAD_PORT'] : []
  return [...own, ...(cause === undefined ? errors : [cause, ...errors]).flatMap(codesOf)]
}

interface Failure {
  code?: unknown
  message?: unknown
  cause?: unknown
  errors?: unknown[]
}
