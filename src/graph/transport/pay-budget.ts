import type { Step } from './exchange'

/** Takes the request's share of the tenant's budget: every attempt pays, and holds its place until its answer is read. */
export const payBudget: Step = async (exchange, next) => {
  const leave = await exchange.session.budget.enter(exchange)
  try {
    await next()
  } finally {
    leave()
  }
}
