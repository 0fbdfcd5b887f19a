import { pgSchema } from 'drizzle-orm/pg-core'

/** The schema of our tables, apart from those of the existing app. */
export const ours = pgSchema('tenantpilot')

/** The role to which our schema belongs where an administrator has prepared the database. Nobody signs in as it. */
export const ownerRole = 'tenantpilot_owner'

/** The journal of our migrations: a table in our schema. */
export const migrationJournal = 'migrations'

/** The view through which the API reads settings. Somebody may have dropped it to alter a column of the app's table. */
export const settingsView = `${ours.schemaName}.readable_settings`
