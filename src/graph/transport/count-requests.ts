import type { Step } from './exchange'

/** Counts what is sent, in the unit of Graph's limits: a `$batch` of k is k requests, a retry is one more. */
export const countRequests: Step = async ({ session, units }, next) => {
  if (session.definitions) session.metrics.definitionRequests += units
  else session.metrics.requests += units
  await next()
}
