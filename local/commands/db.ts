import { Command } from 'commander'
import { recreateDatabase } from '../postgres/fresh'
import { migrate } from '../../src/db/migrate'
import { startPostgres } from '../postgres/postgres'
import { findStack } from './stack-file'

/** `npm run db:fresh` and `npm run db:migrate`. */
export function dbCommands(): Command[] {
  return [
    new Command('db:fresh')
      .description('Drops the database, makes it anew, migrates and seeds it. Only on this machine.')
      .option('--url <url>', 'else DATABASE_URL, else the running stack, else a server only for this command')
      .action(async ({ url }: { url?: string }) => {
        const known = url ?? process.env.DATABASE_URL ?? findStack()?.postgres.url
        if (known) return tellSeeded(known)
        const server = await startPostgres()
        try {
          await tellSeeded(server.info.url)
          console.log(
            'No database was running: this one was started for the command and is gone again ("npm start" keeps one).',
          )
        } finally {
          await server.stop()
        }
      }),
    new Command('db:migrate')
      .description('Brings a database to this version; also the existing app’s own. Safe to repeat.')
      .option('--url <url>', 'else DATABASE_URL, else the running stack')
      .action(async ({ url }: { url?: string }) => {
        const known = url ?? process.env.DATABASE_URL ?? findStack()?.postgres.url
        if (!known) throw new Error('Which database? Give --url or set DATABASE_URL.')
        await migrate(known)
        console.log('The database is at this version.')
      }),
  ]
}

async function tellSeeded(url: string): Promise<void> {
  const seeded = await recreateDatabase(url)
  console.log('Dropped, migrated and seeded.')
  console.log(`  tenant ${seeded.externalId} (Entra tenant ${seeded.entraTenantId}) in workspace ${seeded.workspaceId}`)
}
