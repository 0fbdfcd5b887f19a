import type { Finding, Look } from '../../cli/doctor/check'
import { administrator, compatible, settingsOwner } from './database-findings'
import { connectionRemedy } from './connection-remedy'
import { type Facts, readFacts } from './facts'
import * as server from './server-findings'
import { type ServerPlace, serverPlace } from './server-place'

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
      return findings(await readFacts(url, settingsSchema), { place, settingsSchema, connections })
    },
  }
}

/** What there is to say of a server and its database, in the order of `names`. */
export function findings(
  facts: Facts,
  { place, settingsSchema, connections }: Pick<Options, 'settingsSchema' | 'connections'> & { place: ServerPlace },
): Finding[] {
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
}
