import type { Refusal } from '../lib/tenantpilot/or-words'
import { ProblemBox } from './problem-box'
import { RetryPage } from './retry-page'

/** Says why a page cannot be shown. Where that may pass, the page is asked for again by itself. */
export function PageProblem({ refusal: { message, status = 503 } }: { refusal: Refusal }) {
  return status === 429 || status >= 500 ? <RetryPage message={message} /> : <ProblemBox message={message} />
}
