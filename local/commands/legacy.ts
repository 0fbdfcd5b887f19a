import { Command } from 'commander'
import { openDatabase, type Db } from '../../src/db/database'
import { explained } from '../../src/db/migration-errors'
import { policyTypes } from '../../src/intune/policy-types/registry'
import { countLegacyRows, type LegacyRows, removeLegacyRows } from '../../src/intune/store/legacy'
import { needDatabaseUrl } from './database-url'
import { settingsSchemaOf, settingsSchemaOption } from './settings-schema'

interface Options {
  url?: string
  settingsSchema?: string
  yes?: true
}

/** `npm run legacy:remove`: removes rows of the system this replaces, once their policies are synced. */
export function legacyCommand(): Command {
  return new Command('legacy:remove')
    .description('Counts the rows of the old sync whose policies are synced anew. Removes them only with --yes.')
    .option('--url <url>', 'else DATABASE_URL, else the running stack')
    .addOption(settingsSchemaOption())
    .option('--yes', 'removes the rows')
    .action(async ({ url, settingsSchema, yes }: Options) => {
      const databaseUrl = needDatabaseUrl(url)
      const { db, close } = openDatabase(databaseUrl, { poolSize: 1, ...settingsSchemaOf(settingsSchema) })
      try {
        await countOrRemove(db, yes ?? false)
      } catch (error) {
        throw explained(error, databaseUrl, 'The command')
      } finally {
        await close()
      }
    })
}

async function countOrRemove(db: Db, yes: boolean): Promise<void> {
  const found = await countLegacyRows(
    db,
    policyTypes.map(({ source }) => source),
  )
  if (found.length === 0) console.log('No tenant has rows of the old sync.')
  for (const tenant of found) {
    const { appKey, removable, kept, unread } = tenant
    console.log(`tenant ${appKey}: ${removable} rows of synced policies, ${kept} rows of others, which stay`)
    if (unread.length > 0) console.log(`  not removed yet, because these sources were never read: ${unread.join(', ')}`)
    else if (yes && removable > 0) console.log(`  ${await removeLegacyRows(db, appKey)} rows removed`)
  }
  if (!yes && found.some(isOffered)) console.log('Nothing was removed. To remove them: npm run legacy:remove -- --yes')
}

/** Every source was read, so whatever can replace an old row is stored. */
const isOffered = ({ removable, unread }: LegacyRows) => removable > 0 && unread.length === 0
