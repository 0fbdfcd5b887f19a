import { Command } from 'commander'
import { UsageError } from '../../cli/usage'
import { bootstrapDatabase } from '../../src/db/bootstrap/bootstrap'
import { type App, type AppLogin, type Login, rolesOfApp } from '../../src/db/bootstrap/logins'
import { defaultSettingsSchema } from '../../src/db/connection'
import { needDatabaseUrl } from './database-url'
import { loginOption } from './login-option'
import { settingsSchemaOf, settingsSchemaOption } from './settings-schema'

interface Options extends Partial<Record<App, Login>> {
  migrator: Login
  url?: string
  settingsSchema?: string
  takeSettingsTable?: true
}

/** `npm run db:bootstrap`: what an administrator of the server does once. */
export const dbBootstrapCommand = (): Command =>
  new Command('db:bootstrap')
    .description(
      'Prepares a database, as an administrator of its server: owner, roles and logins with their rights. A LOGIN is NAME[,oid=OBJECT_ID][,connections=N]: with the object id of a managed identity, or as a login with a password, which you set in psql (\\password). Safe to repeat.',
    )
    .addOption(loginOption('migrator', 'the login that migrates').makeOptionMandatory())
    .addOption(loginOption('api', 'the login of the API, where it is an app of its own'))
    .addOption(loginOption('worker', 'the login of the worker, where it is an app of its own'))
    .addOption(loginOption('all', 'the login of one app that serves both'))
    .option('--url <url>', 'the database; default: DATABASE_URL, else the running stack')
    .addOption(settingsSchemaOption())
    .option('--take-settings-table', 'policy_settings of an administrator then belongs to the owner of ours')
    .action(run)

async function run({ url, settingsSchema, migrator, takeSettingsTable, ...options }: Options): Promise<void> {
  const apps = (Object.keys(rolesOfApp) as App[]).flatMap((app): AppLogin[] => {
    const login = options[app]
    return login ? [{ ...login, app }] : []
  })
  if (options.all && (options.api || options.worker))
    throw new UsageError('--all stands in the place of --api and --worker: give either.')
  const names = [migrator, ...apps].map(({ name }) => name)
  if (new Set(names).size < names.length) throw new UsageError('Each login has a name of its own.')
  const wanted = {
    settingsSchema: settingsSchemaOf(settingsSchema).settingsSchema ?? defaultSettingsSchema,
    migrator,
    apps,
    takeSettings: takeSettingsTable === true,
  }
  await bootstrapDatabase(needDatabaseUrl(url), wanted, (line) => console.log(line))
  console.log(`The database is prepared. Next, as "${migrator.name}": npm run db:migrate`)
}
