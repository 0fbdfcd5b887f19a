import { createHmac } from 'node:crypto'
import type { Config } from './config'
import type { Db } from './db/database'
import { createCredentials, credentialExpiresAt } from './graph/auth/credentials'
import { waysOf } from './graph/auth/ways'
import { createGraphClient } from './graph/graph-client'
import { nameKinds } from './intune/assignments/names'
import { createDefinitionCache } from './intune/definitions/definition-cache'
import { policyTypes } from './intune/policy-types/registry'
import type { ManagedIdentity } from './managed-identity'
import { createOpenGraph } from './operations/open-graph'
import { createOperations } from './operations/registry'
import { createOpenStore } from './operations/run-store'
import type { Clock } from './shared/clock'
import type { Log } from './shared/log'
import type { Telemetry } from './shared/telemetry'
import { watchGraph, watchTokens } from './watched'

interface Deps {
  config: Config
  db: Db
  /** The pool in which all runs of this process write policies. */
  writing: Db
  identity: ManagedIdentity
  clock: Clock
  log: Log
  telemetry: Telemetry
}

/**
 * Makes the handlers of all operations, with Graph and everything else that they need. One set per process. Gives also when the
 * first credential ends that Graph is read with; null: that is not known.
 */
export function makeOperations({ config, db, writing, identity, clock, log, telemetry }: Deps) {
  const { entra, graphBaseUrl, cloud } = config
  const ways = waysOf(entra, { identity, exchangeScope: cloud.exchangeScope }, { clock, log })
  const credentialFor = createCredentials(entra, ways)
  const graph = createGraphClient({
    graphBaseUrl,
    clock,
    credentialFor,
    onRequest: watchGraph(telemetry),
    aroundToken: watchTokens(telemetry),
  })
  const newDefinitionCache = () => createDefinitionCache({ db, log, clock })
  const operations = createOperations({
    types: policyTypes,
    openGraph: createOpenGraph({
      db,
      clock,
      graph,
      refusable: [...policyTypes.map(({ source }) => source), ...nameKinds],
    }),
    openStore: createOpenStore({ db, writing }),
    definitionCache: newDefinitionCache(),
    newDefinitionCache,
    // set wherever operations run: environment.ts asks for it there
    fingerprint: (secret) => createHmac('sha256', config.fingerprintKey!).update(secret).digest('hex'),
  })
  return { operations, credentialExpiresAt: () => credentialExpiresAt(ways) }
}
