import { createHmac } from 'node:crypto'
import type { Config } from './config'
import type { Db } from './db/database'
import { createGraphClient } from './graph/graph-client'
import { nameKinds } from './intune/assignments/names'
import { createDefinitionCache } from './intune/definitions/definition-cache'
import { policyTypes } from './intune/policy-types/registry'
import { createOpenGraph } from './operations/open-graph'
import { createOperations } from './operations/registry'
import { createOpenStore } from './operations/run-store'
import type { Clock } from './shared/clock'
import type { Log } from './shared/log'
import type { Telemetry } from './shared/telemetry'
import { watchGraph } from './watched'

interface Deps {
  config: Config
  db: Db
  /** The pool in which all runs of this process write policies. */
  writing: Db
  clock: Clock
  log: Log
  telemetry: Telemetry
}

/** Makes the handlers of all operations, with Graph and everything else that they need. One set per process. */
export function makeOperations({ config, db, writing, clock, log, telemetry }: Deps) {
  const graph = createGraphClient({ config, clock, onRequest: watchGraph(telemetry) })
  const newDefinitionCache = () => createDefinitionCache({ db, log, clock })
  return createOperations({
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
    fingerprint: (secret) => createHmac('sha256', config.fingerprintKey).update(secret).digest('hex'),
  })
}
