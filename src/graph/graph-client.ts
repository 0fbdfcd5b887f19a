import type { Config } from '../config'
import { AppError } from '../shared/errors'
import type { GraphMetrics } from '../runs/ledger/types'
import type { Time } from '../shared/clock'
import { expectManyListeners } from './transport/abort'
import { readBatch } from './batch'
import { createBudgets } from './throttling/budget'
import { createSend, type Send } from './transport/send'
import { createCredentials, type CredentialFactory } from './auth/credentials'
import type { Door } from './transport/session'
import { Exchange } from './transport/exchange'
import { graphLimits, type GraphLimits } from './limits'
import { readPages } from './paging'
import { createTokens, type TokenSource } from './auth/tokens'
import type { Graph, GraphSession } from './types'
import { absoluteUrl } from './transport/url'

interface Dependencies {
  config: Pick<Config, 'entra' | 'graphBaseUrl'>
  time: Time
  /** In place of Entra, for tests. */
  credentialFor?: CredentialFactory
  limits?: GraphLimits
}

export interface GraphDoor {
  /** A door for one run. Nothing is sent yet; tokens and budget are shared with the other runs of the tenant. */
  open(session: GraphSession): Graph
}

/**
 * The only door to Microsoft Graph, made once per process: it holds the tokens and the budgets of all tenants.
 */
export function createGraphDoor({ config, time, credentialFor, limits = graphLimits }: Dependencies): GraphDoor {
  const baseUrl = config.graphBaseUrl
  const tokensOf = createTokens({
    credentialFor: credentialFor ?? createCredentials(config.entra),
    scope: `${new URL(baseUrl).origin}/.default`,
    time,
  })
  const budgetFor = createBudgets({ time, limits })
  const send = createSend({ baseUrl, time, limits })

  return {
    open(session) {
      expectManyListeners(session.signal)
      const door: Door = {
        signal: session.signal,
        tokens: givingUp(tokensOf(session.entraTenantId)),
        budget: budgetFor(session),
        metrics: { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 },
        definitions: false,
      }
      return createGraph(door, { send, baseUrl, time, limits })
    },
  }
}

function createGraph(door: Door, shared: { send: Send; baseUrl: string; time: Time; limits: GraphLimits }): Graph {
  const { send, baseUrl } = shared
  return {
    pages: (request, first) => readPages({ ...shared, door }, request, first),
    async get(request) {
      const url = absoluteUrl(baseUrl, request)
      return (await send(new Exchange({ url, units: 1, door, permission: request.permission }))).body
    },
    batch: (requests) => readBatch({ ...shared, door }, requests),
    forDefinitions: () => createGraph({ ...door, definitions: true }, shared),
    metrics: door.metrics satisfies GraphMetrics,
  }
}

/** What only an administrator can mend stays so for the rest of the run: its branches shall not all ask Entra again. */
function givingUp(tokens: TokenSource): Door['tokens'] {
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
