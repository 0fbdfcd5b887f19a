import { AppError } from '../shared/errors'
import type { Clock } from '../shared/clock'
import { type CredentialFactory, createCredentials, type EntraApp } from './auth/credentials'
import { createTokens, type TokenSource } from './auth/tokens'
import { readBatch } from './batch'
import { graphLimits, type GraphLimits } from './limits'
import { readPages } from './paging'
import { createBudgets } from './throttling/budget'
import { expectManyListeners } from './transport/abort'
import { Exchange } from './transport/exchange'
import { createSend, type Send } from './transport/send'
import type { GraphSession } from './transport/session'
import { absoluteUrl } from './transport/url'
import type { Graph, SessionOptions } from './types'

/** How Microsoft Graph is reached. */
export interface GraphOptions {
  entra: EntraApp
  /** `https://graph.microsoft.com`, or that of a sovereign cloud. */
  graphBaseUrl: string
}

interface Dependencies {
  config: GraphOptions
  clock: Clock
  /** In place of Entra, for tests. */
  credentialFor?: CredentialFactory
  limits?: GraphLimits
}

export interface GraphClient {
  /** Opens Graph for one run. Nothing is sent yet; tokens and budget are shared with the tenant's other runs. */
  open(options: SessionOptions): Graph
}

/** Makes the only client of Microsoft Graph, once per process: it holds the tokens and the budgets of all tenants. */
export function createGraphClient({ config, clock, credentialFor, limits = graphLimits }: Dependencies): GraphClient {
  const baseUrl = config.graphBaseUrl
  const tokensOf = createTokens({
    credentialFor: credentialFor ?? createCredentials(config.entra),
    scope: `${new URL(baseUrl).origin}/.default`,
    clock,
  })
  const budgetFor = createBudgets({ clock, limits })
  const send = createSend({ baseUrl, clock, limits })

  return {
    open(options) {
      expectManyListeners(options.signal)
      const session: GraphSession = {
        signal: options.signal,
        tokens: withFinalRefusal(tokensOf(options.entraTenantId)),
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
    forDefinitions: () => createGraph({ ...session, definitions: true }, shared),
    metrics: session.metrics,
  }
}

/** What only an administrator can mend stays so for the rest of the run: its branches shall not all ask Entra again. */
function withFinalRefusal(tokens: TokenSource): GraphSession['tokens'] {
  let final: AppError | undefined
  return {
    async get(signal) {
      if (final) throw final
      return tokens.get(signal).catch((error: unknown) => {
        if (error instanceof AppError && error.category !== 'retry_later') final = error
        throw error
      })
    },
    refuse: (token) => tokens.refuse(token),
  }
}
