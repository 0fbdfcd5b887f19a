import { Command, InvalidArgumentError } from 'commander'
import { examine } from '../../cli/doctor/doctor'
import { defaultSettingsSchema } from '../../src/db/connection'
import { preflightLook } from '../preflight/look'
import { needDatabaseUrl } from './database-url'
import { settingsSchemaOf, settingsSchemaOption } from './settings-schema'

/** `npm run db:preflight`: whether a PostgreSQL that stands already will do. */
export const dbPreflightCommand = (): Command =>
  new Command('db:preflight')
    .description(
      'Looks whether a PostgreSQL that stands already will do, best as its administrator, and changes nothing. Whatever it lacks is told with the command of its owner.',
    )
    .option('--url <url>', 'the database; default: DATABASE_URL, else the running stack')
    .addOption(settingsSchemaOption())
    .requiredOption(
      '--connections <number>',
      'what all logins may open together: API_CONNECTIONS + WORKER_CONNECTIONS, and 5 for the one that migrates',
      readCount,
    )
    .option('--group <name>', 'the resource group of the server, for the commands that are named')
    .option('--json', 'one JSON object')
    .action(async ({ url, settingsSchema, connections, group, json }: Options) => {
      const look = preflightLook(needDatabaseUrl(url), {
        settingsSchema: settingsSchemaOf(settingsSchema).settingsSchema ?? defaultSettingsSchema,
        connections,
        group,
      })
      process.exitCode = await examine([look], json === true)
    })

interface Options {
  url?: string
  settingsSchema?: string
  connections: number
  group?: string
  json?: true
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('A number from 1.')
  return Number(text)
}
