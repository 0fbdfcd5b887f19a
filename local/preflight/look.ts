import type { Look } from '../../cli/doctor/check'
import { administrator, compatible, settingsOwner } from './database-findings'
import { connectionRemedy } from './connection-remedy'
import { readFacts } from './facts'
import * as server from './server-findings'
import { serverPlace } from './server-place'

interface Options {
  settingsSchema: string
  /** What our apps and the login that migrates may open together. */
  connections: number
  /** The server's resource group, where it is known. */
  group: string | undefined
}

/** Looks at a PostgreSQL that stands already, and changes nothing. */
export function preflightLook(url: string, { settingsSchema, connections, group }: Options): Look {
  const place = serverPlace(url, group)
  return {
    names: [
      'connection',
      'pooler',
      'TLS',
      'version',
      'Entra',
      'extensions',
      'connections',
      'clock',
      'administrator',
      'tables',
      'owner of policy_settings',
    ],
    remedy: (error) => connectionRemedy(place, error),
    withinMs: 30_000,
    async look() {
      const facts = await readFacts(url, settingsSchema)
      return [
        server.connection(facts),
        server.pooler(facts, place),
        server.tls(facts, place),
        server.version(facts, place),
        server.entra(facts, place),
        server.extensionsAllowed(facts, place),
        server.connections(facts, place, connections),
        server.clock(facts),
        administrator(facts),
        compatible(facts, settingsSchema),
        settingsOwner(facts, settingsSchema),
      ]
    },
  }
}
