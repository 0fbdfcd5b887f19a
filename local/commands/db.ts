import { Command } from 'commander'
import { newTenant, recreateDatabase } from '../postgres/fresh'
import { isLocal } from '../../src/shared/local-address'
import { migrate } from '../../src/db/migrate'
import { startComponent } from '../component'
import type { PostgresInfo } from '../postgres/postgres'
import { mainOf } from '../stack/parts'
import { confirmDrop } from './confirm-drop'
import { findDatabaseUrl, isSameDatabase, needDatabaseUrl, placeOf } from './database-url'
import { settingsSchemaOf, settingsSchemaOption } from './settings-schema'
import { findStack } from './stack-file'

/** `npm run db:fresh` and `npm run db:migrate`. */
export function dbCommands(): Command[] {
  return [
    new Command('db:fresh')
      .description('Drops, creates, migrates and seeds the database. Only on this machine.')
      .option('--url <url>', 'default: DATABASE_URL, else the running stack, else a temporary server')
      .option('--yes', 'also drops tables and rows that are not ours')
      .action(async ({ url, yes }: { url?: string; yes?: boolean }) => {
        const known = findDatabaseUrl(url)
        if (known && isLocal(known) && !yes) await confirmDrop(known)
        if (known) return recreate(known)
        const server = await startComponent<PostgresInfo>(mainOf('postgres'), {}, { name: 'PostgreSQL' })
        try {
          await recreate(server.info.url)
          console.log('No database was running: a temporary one was used and is removed ("npm start" runs one).')
        } finally {
          await server.stop()
        }
      }),
    new Command('db:migrate')
      .description('Brings a database to this version; also the existing app’s own. Safe to repeat.')
      .option('--url <url>', 'default: DATABASE_URL, else the running stack')
      .addOption(settingsSchemaOption())
      .action(async ({ url, settingsSchema }: { url?: string; settingsSchema?: string }) => {
        await migrate(needDatabaseUrl(url), {
          ...settingsSchemaOf(settingsSchema),
          onWait: (why) => console.log(why),
        })
        console.log('The database is at this version.')
      }),
  ]
}

/**
 * Makes the database anew and says which. The running stack's keeps its tenant: the stack and its commands go on with the
 * ids they know.
 */
async function recreate(url: string): Promise<void> {
  const stack = findStack()
  const kept = stack && isSameDatabase(stack.postgres.url, url) ? stack.tenant : undefined
  const seeded = await recreateDatabase(url, kept ?? newTenant())
  console.log(`Dropped, migrated and seeded: ${placeOf(url)}${kept ? ', of the running stack' : ''}`)
  console.log(`  tenant ${seeded.externalId} (Entra tenant ${seeded.entraTenantId}) in workspace ${seeded.workspaceId}`)
}
