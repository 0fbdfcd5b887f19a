import type { SourceFile } from './files'
import { positionsOf } from './positions'
import { findIngestion, findPolling } from './routes'
import type { TableNames } from './table-names'
import { findWrites } from './writes'

export type TraceKind = 'secret' | 'webhook-setting' | 'webhook-address' | 'table-write' | 'ingestion' | 'polling'

/** Something that the old integration leaves in the code of an app. */
interface Trace {
  what: string
  todo: string
  /** Where it is in a file: positions in its text. */
  find: (file: SourceFile, names: TableNames) => number[]
}

const find =
  (pattern: RegExp): Trace['find'] =>
  ({ text }) =>
    positionsOf(text, pattern)

export const traces: Readonly<Record<TraceKind, Trace>> = {
  secret: {
    what: 'the secret that the old sync showed',
    todo: 'remove it, also from the settings of the app: nobody calls the app any more',
    find: find(/\bPOLICY_API_SECRET\b/g),
  },
  'webhook-setting': {
    what: 'a setting of the old sync',
    todo: 'remove it: the server action of examples/next-app needs TENANTPILOT_URL and TENANTPILOT_CLIENT_ID',
    find: find(/\bN8N_[A-Z][A-Z0-9_]*\b/g),
  },
  'webhook-address': {
    what: 'an address of n8n',
    todo: 'call triggerPolicySync of examples/next-app instead',
    find: find(/https?:\/\/[^\s'"`]{0,200}?(?:n8n|:5678\b|\/webhook-test\/|\/webhook\/[0-9a-f]{8}-[0-9a-f]{4}-)/gi),
  },
  'table-write': {
    what: 'a write to policy_settings',
    todo: 'remove it: the backend alone writes this table',
    find: findWrites,
  },
  ingestion: {
    what: 'a route that seems to take settings from the old sync',
    todo: 'remove the route: the backend writes into the table itself',
    find: findIngestion,
  },
  polling: {
    what: 'a route that seems to tell how far a sync of the old integration is',
    todo: 'remove it, or let it ask the backend: tenantPilot()("getRun", …)',
    find: findPolling,
  },
}
