import { Command } from 'commander'
import { createInterface } from 'node:readline/promises'
import { foreignTables, recreateDatabase } from '../postgres/fresh'
import { isLocal } from '../../src/db/connection'
import { migrate } from '../../src/db/migrate'
import { startPostgres } from '../postgres/postgres'
import { findDatabaseUrl, needDatabaseUrl } from './database-url'

/** `npm run db:fresh` and `npm run db:migrate`. */
export function dbCommands(): Command[] {
  return [
    new Command('db:fresh')
      .description('Drops, creates, migrates and seeds the database. Only on this machine.')
      .option('--url <url>', 'default: DATABASE_URL, else the running stack, else a temporary server')
      .option('--yes', 'also drops tables that are not ours')
      .action(async ({ url, yes }: { url?: string; yes?: boolean }) => {
        const known = findDatabaseUrl(url)
        if (known && isLocal(known) && !yes) await confirmDrop(known)
        if (known) return recreate(known)
        const server = await startPostgres()
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
      .option('--settings-schema <name>', 'of policy_settings; else POLICY_SETTINGS_SCHEMA, else public')
      .action(async ({ url, settingsSchema }: { url?: string; settingsSchema?: string }) => {
        const schema = settingsSchema ?? process.env.POLICY_SETTINGS_SCHEMA
        await migrate(needDatabaseUrl(url), {
          ...(schema ? { settingsSchema: schema } : {}),
          onWait: (why) => console.log(why),
        })
        console.log('The database is at this version.')
      }),
  ]
}

/** Asks before other software's tables are dropped. Throws where nobody can answer, and when the answer is no. */
async function confirmDrop(url: string): Promise<void> {
  const foreign = await foreignTables(url)
  if (foreign.length === 0) return
  const shown = foreign.slice(0, 10).join(', ') + (foreign.length > 10 ? ` and ${foreign.length - 10} more` : '')
  if (!process.stdin.isTTY)
    throw new Error(`The database holds tables that are not ours: ${shown}. Add --yes to drop it.`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`The database holds tables that are not ours: ${shown}. Drop it? (yes/no) `)
  terminal.close()
  if (answer.trim().toLowerCase() !== 'yes') throw new Error('Nothing was dropped.')
}

async function recreate(url: string): Promise<void> {
  const seeded = await recreateDatabase(url)
  console.log('Dropped, migrated and seeded.')
  console.log(`  tenant ${seeded.externalId} (Entra tenant ${seeded.entraTenantId}) in workspace ${seeded.workspaceId}`)
}
