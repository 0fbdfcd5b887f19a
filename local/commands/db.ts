import { Command } from 'commander'
import { recreateDatabase } from '../postgres/fresh'
import { migrate } from '../../src/db/migrate'
import { startPostgres } from '../postgres/postgres'
import { findStack } from './stack-file'

/** `npm run db:fresh` and `npm run db:migrate`. */
export function dbCommands(): Command[] {
  return [
    new Command('db:fresh')
      .description('Drops, creates, migrates and seeds the database. Only on this machine.')
      .option('--url <url>', 'default: DATABASE_URL, else the running stack, else a temporary server')
      .action(async ({ url }: { url?: string }) => {
        const known = url ?? process.env.DATABASE_URL ?? findStack()?.postgres.url
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
      .description('Applies all migrations, also to the database of the existing app. Safe to repeat.')
      .option('--url <url>', 'default: DATABASE_URL, else the running stack')
      .action(async ({ url }: { url?: string }) => {
        const known = url ?? process.env.DATABASE_URL ?? findStack()?.postgres.url
        if (!known) throw new Error('Which database? Give --url or set DATABASE_URL.')
        await migrate(known)
        console.log('The database is up to date.')
      }),
  ]
}

async function recreate(url: string): Promise<void> {
  const seeded = await recreateDatabase(url)
  console.log('Dropped, migrated and seeded.')
  console.log(`  tenant ${seeded.externalId} (Entra tenant ${seeded.entraTenantId}) in workspace ${seeded.workspaceId}`)
}
