import type { Step } from './exchange'

/** Counts what is sent, in the unit of Graph's limits: a `$batch` of k is k requests, a retry is one more. */
export const countRequests: Step = async ({ door, units }, next) => {
  if (door.definitions) door.metrics.definitionRequests += units
  else door.metrics.requests += units
  await next()
}
