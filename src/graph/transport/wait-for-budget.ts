import type { Step } from './exchange'

/** Waits for the tenant's budget before each attempt, and frees the place when the answer has been read. */
export const waitForBudget: Step = async (exchange, next) => {
  const release = await exchange.session.budget.acquire(exchange)
  try {
    await next()
  } finally {
    release()
  }
}
