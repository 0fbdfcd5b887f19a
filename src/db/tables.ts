import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { consentRequests, grants, idempotencyKeys, workspaceHomeTenants } from './schema/access'
import { auditEvents } from './schema/audit'
import { definitionCatalogs, settingDefinitions } from './schema/definitions'
import { notifications } from './schema/notifications'
import { policies, policyAssignments, sourceStates } from './schema/policies'
import { runEvents, runItems, runs, schedules } from './schema/runs'
import { policySettings } from './schema/settings'
import { tenants, workspaces } from './schema/tenants'

/** The tables in our own schema. */
export const ourTables: readonly PgTable[] = [
  workspaces,
  workspaceHomeTenants,
  tenants,
  grants,
  runs,
  runItems,
  runEvents,
  schedules,
  notifications,
  policies,
  policyAssignments,
  sourceStates,
  settingDefinitions,
  definitionCatalogs,
  idempotencyKeys,
  consentRequests,
  auditEvents,
]

/** The table that the app reads. It may be the app's own. */
export const settings = getTableConfig(policySettings)

/** What makes a row of it unique for the upsert. */
export const upsertColumns: readonly string[] = settings.uniqueConstraints.flatMap(({ columns }) =>
  columns.map(({ name }) => name),
)
