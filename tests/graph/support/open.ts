import { toEntraTenantId } from '../../../src/shared/ids'
import { setImmediate as turn } from 'node:timers/promises'
import type { TokenCredential, TokenCredentialOptions } from '@azure/identity'
import { createCredentials } from '../../../src/graph/auth/credentials'
import { type EntraApp, waysOf } from '../../../src/graph/auth/ways'
import { createGraphClient } from '../../../src/graph/graph-client'
import { graphLimits, type GraphLimits } from '../../../src/graph/limits'
import type { Graph, GraphPage, SessionOptions } from '../../../src/graph/types'
import { AppError } from '../../../src/shared/errors'
import { type Clock, systemClock } from '../../../src/shared/clock'
import { startServer, type Script } from './server'
import { skippingClock } from './clock'

export const TENANT = toEntraTenantId('0d9e6a5c-6f3f-4a57-9a8e-1f8a2f0c7b11')

const entra = {
  clientId: 'app',
  clientSecret: 'secret',
  clientSecretUri: undefined,
  certificatePath: undefined,
  certificateUri: undefined,
  federated: false,
  authorityHost: 'https://login.example.test',
  instanceDiscovery: false,
}

/** An identity that gives no token. */
const noIdentity: TokenCredential = { getToken: () => Promise.reject(new Error('There is no identity.')) }

/** Makes credentials as the app does: those of `entra` with changes. */
export function credentialsOf(
  changes: Partial<EntraApp>,
  transport: Pick<TokenCredentialOptions, 'httpClient'> = {},
  identity = noIdentity,
) {
  const app = { ...entra, ...changes }
  const federation = { identity, exchangeScope: 'api://AzureADTokenExchange/.default' }
  return createCredentials(app, waysOf(app, federation, { clock: systemClock, log: () => {} }), transport)
}

/** Makes a credential whose tokens are `token-1`, `token-2`, …: one for each request. */
export function numberedTokens(clock: Pick<Clock, 'now'>) {
  let asked = 0
  const credential: TokenCredential = {
    getToken: async () => ({ token: `token-${++asked}`, expiresOnTimestamp: clock.now() + 3_600_000 }),
  }
  return { credentialFor: () => credential, asked: () => asked }
}

export function sessionOptions(more: Partial<SessionOptions> = {}): SessionOptions {
  return {
    entraTenantId: TENANT,
    signal: new AbortController().signal,
    halved: () => false,
    notBefore: 0,
    tokensNotBefore: 0,
    onThrottled: () => {},
    ...more,
  }
}

interface Setting {
  session?: Partial<SessionOptions>
  limits?: Partial<GraphLimits>
}

/** Starts a server with this script, and a client of it whose waits are skipped and recorded. */
export async function open(script: Script, { session: part, limits }: Setting = {}) {
  const server = await startServer(script)
  const clock = skippingClock()
  const tokens = numberedTokens(clock)
  const client = createGraphClient({
    graphBaseUrl: server.url,
    clock,
    credentialFor: tokens.credentialFor,
    limits: { ...graphLimits, ...limits },
  })
  const graph: Graph = client.open(sessionOptions(part))
  return { server, clock, tokens, client, graph, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

export const policies = { version: 'beta', path: 'deviceManagement/configurationPolicies' } as const

export async function collect(pages: AsyncIterable<GraphPage>): Promise<GraphPage[]> {
  const all: GraphPage[] = []
  for await (const page of pages) all.push(page)
  return all
}

/** Returns the `AppError` of a rejected promise. Throws when the promise resolves, or rejects with another error. */
export async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error: unknown = await promise.then(
    () => new Error('The promise did not reject.'),
    (e: unknown) => e,
  )
  if (error instanceof AppError) return error
  throw error
}

/** Waits until the condition is true. If it never is, the time limit of the test ends the wait. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await turn()
}
