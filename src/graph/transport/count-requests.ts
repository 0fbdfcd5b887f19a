import type { Step } from './exchange'

/** Counts requests as Graph's limits do: a `$batch` of k counts k, and every retry counts again. */
export const countRequests: Step = async ({ session, units }, next) => {
  if (session.definitions) session.metrics.definitionRequests += units
  else session.metrics.requests += units
  await next()
}
