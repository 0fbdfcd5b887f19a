import { createBudgets } from '../../../src/graph/throttling/budget'
import { createSend } from '../../../src/graph/transport/send'
import type { GraphSession } from '../../../src/graph/transport/session'
import { Exchange } from '../../../src/graph/transport/exchange'
import { graphLimits } from '../../../src/graph/limits'
import { failure, open, policies, sessionOptions, until } from '../support/open'
import { inTurn, startServer, type Reply } from '../support/server'
import { skippingClock } from '../support/clock'

function sender(baseUrl: string) {
  const clock = skippingClock()
  const given = sessionOptions()
  const session: GraphSession = {
    signal: given.signal,
    tokens: { get: async () => 'token', refuse: () => true },
    budget: createBudgets({ clock, limits: graphLimits })(given),
    metrics: { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 },
    definitions: false,
  }
  return { session, send: createSend({ baseUrl, clock, limits: graphLimits }) }
}

test('another host gets no request and no token', async () => {
  await using graph = await startServer(inTurn({ json: {} }))
  await using other = await startServer(inTurn({ json: {} }))
  const { session, send } = sender(graph.url)

  const exchange = new Exchange({ url: `${other.url}/beta/me`, units: 1, session })
  expect(await failure(send(exchange))).toMatchObject({ code: 'graph.foreign_link' })
  expect(other.received).toHaveLength(0)
})

test('only a $batch can be posted', async () => {
  await using graph = await startServer(inTurn({ json: {} }))
  const { session, send } = sender(graph.url)

  const exchange = new Exchange({ url: `${graph.url}/beta/${policies.path}`, units: 1, session, batch: true })
  expect(await failure(send(exchange, { name: 'new' }))).toMatchObject({ code: 'internal.bug' })
  expect(graph.received).toHaveLength(0)
})

test('at most sixteen requests run at once, eight while halved', async () => {
  for (const [halved, most] of [
    [false, 16],
    [true, 8],
  ] as const) {
    let underway = 0
    let highest = 0
    const pending: ((reply: Reply) => void)[] = []
    await using rig = await open(
      async () => {
        highest = Math.max(highest, ++underway)
        const reply = await new Promise<Reply>((resolve) => pending.push(resolve))
        underway--
        return reply
      },
      { session: { halved: () => halved } },
    )
    const answers = Promise.all(Array.from({ length: 40 }, () => rig.graph.get(policies)))
    let answered = 0
    while (answered < 40) {
      await until(() => pending.length >= Math.min(most, 40 - answered))
      answered += pending.splice(0).map((reply) => reply({ json: {} })).length
    }
    await answers
    expect(highest).toBe(most)
  }
})

test('an error contains no token, query or text from Graph', async () => {
  const planted = 'planted-4f1c'
  const json = { error: { code: 'Forbidden', message: `body ${planted}` } }
  await using rig = await open(inTurn({ status: 403, headers: { 'request-id': `id ${planted}` }, json }))

  const error = await failure(rig.graph.get({ ...policies, query: { $filter: planted } }))
  const shown = `${error.message} ${error.stack}`
  expect(shown).not.toContain(planted)
  expect(shown).not.toContain('token-1')
})
