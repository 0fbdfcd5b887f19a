import { Option } from 'commander'

/** Where the existing app's table is, for commands that work on its database. */
export const settingsSchemaOption = () =>
  new Option('--settings-schema <name>', 'of policy_settings; else POLICY_SETTINGS_SCHEMA, else public')

/** The schema that was typed, else of the environment; nothing where the default counts. */
export function settingsSchemaOf(typed: string | undefined): { settingsSchema?: string } {
  const settingsSchema = typed ?? process.env.POLICY_SETTINGS_SCHEMA
  return settingsSchema ? { settingsSchema } : {}
}
