import type { Clock } from '../shared/clock'
import type { CredentialFactory } from './auth/credentials'
import { createSessionTokens } from './auth/session-tokens'
import { rolesOf } from './auth/token-roles'
import { type AroundToken, createTokens } from './auth/tokens'
import { readBatch } from './batch'
import { graphLimits, type GraphLimits } from './limits'
import { readPages } from './paging'
import { createBudgets } from './throttling/budget'
import { expectManyListeners } from './transport/abort'
import type { OnRequest } from './transport/attempt'
import { Exchange } from './transport/exchange'
import { createSend, type Send } from './transport/send'
import type { GraphSession } from './transport/session'
import { absoluteUrl } from './transport/url'
import type { Graph, SessionOptions } from './types'

interface Dependencies {
  /** `https://graph.microsoft.com`, or the address of a sovereign cloud. */
  graphBaseUrl: string
  clock: Clock
  credentialFor: CredentialFactory
  limits?: GraphLimits
  /** Told of each answered or failed request: its status, null without an answer, and its duration in milliseconds. */
  onRequest?: OnRequest
  /** Runs each request for a token. Default: nobody watches. */
  aroundToken?: AroundToken
}

/** The client of all tenants. */
export interface GraphClient {
  /** Opens a session for one run. Sends nothing yet; shares tokens and budget with the tenant's other runs. */
  open(options: SessionOptions): Graph
}

/** Makes the client of Microsoft Graph. Make one per process: it holds the tokens and budgets of all tenants. */
export function createGraphClient(dependencies: Dependencies): GraphClient {
  const { graphBaseUrl: baseUrl, clock, credentialFor, limits = graphLimits, onRequest, aroundToken } = dependencies
  const tokensOf = createTokens({
    credentialFor,
    scope: `${new URL(baseUrl).origin}/.default`,
    clock,
    ...(aroundToken && { around: aroundToken }),
  })
  const budgetFor = createBudgets({ clock, limits })
  const send = createSend({ baseUrl, clock, limits, ...(onRequest && { onRequest }) })

  return {
    open(options) {
      expectManyListeners(options.signal)
      const session: GraphSession = {
        signal: options.signal,
        tokens: createSessionTokens(tokensOf(options.entraTenantId), options.tokensNotBefore),
        budget: budgetFor(options),
        metrics: { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 },
        definitions: false,
      }
      return createGraph(session, { send, baseUrl, clock, limits })
    },
  }
}

function createGraph(
  session: GraphSession,
  shared: { send: Send; baseUrl: string; clock: Clock; limits: GraphLimits },
): Graph {
  const { send, baseUrl } = shared
  return {
    pages: (request, first) => readPages({ ...shared, session }, request, first),
    async get(request) {
      const url = absoluteUrl(baseUrl, request)
      return (await send(new Exchange({ url, units: 1, session, permission: request.permission }))).body
    },
    batch: (requests) => readBatch({ ...shared, session }, requests),
    permissions: async () => rolesOf(await session.tokens.get(session.signal)),
    forDefinitions: () => createGraph({ ...session, definitions: true }, shared),
    metrics: session.metrics,
  }
}
