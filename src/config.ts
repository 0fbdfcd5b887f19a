import { z } from 'zod'
import { defaultSettingsSchema } from './db/connection'

const flag = z.enum(['true', 'false']).transform((v) => v === 'true')
const url = z.url({ protocol: /^https?$/ }).transform((v) => v.replace(/\/+$/, ''))

const days = z.coerce.number().int().min(1)

const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  AZURE_AD_CLIENT_ID: z.string().min(1),
  AZURE_AD_CLIENT_SECRET: z.string().min(1).optional(),
  AZURE_AD_CERTIFICATE_PATH: z.string().min(1).optional(),
  /** Client id of the user-assigned managed identity. Used as federated credential without secret and certificate. */
  AZURE_CLIENT_ID: z.string().min(1).optional(),
  AZURE_AUTHORITY_HOST: url.default('https://login.microsoftonline.com'),
  AZURE_INSTANCE_DISCOVERY: flag.default(true),
  GRAPH_BASE_URL: url.default('https://graph.microsoft.com'),
  ServiceBusConnection: z.string().min(1).optional(),
  ServiceBusConnection__fullyQualifiedNamespace: z.string().min(1).optional(),
  SYNC_QUEUE: z.string().min(1).default('intune-sync-queue'),
  INTERACTIVE_QUEUE: z.string().min(1).default('intune-operations-queue'),
  SETTINGS_FINGERPRINT_KEY: z.string().min(32, 'must have at least 32 characters'),
  SYNC_COOLDOWN_SECONDS: z.coerce.number().int().min(0).default(0),
  /** The schema of the table `policy_settings`. */
  POLICY_SETTINGS_SCHEMA: z.string().min(1).max(63).default(defaultSettingsSchema),
  /** Ended runs, and removed policies, are deleted after so many days. */
  RUN_RETENTION_DAYS: days.default(90),
})

/** The settings of this process. */
export type Config = ReturnType<typeof readConfig>

/**
 * Reads and validates the environment. Throws one error that lists every problem, without any value.
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  const parsed = Environment.safeParse(env)
  const problems = parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`)
  const bus = parsed.data?.ServiceBusConnection ?? parsed.data?.ServiceBusConnection__fullyQualifiedNamespace
  if (parsed.success && !bus)
    problems.push('ServiceBusConnection: set a connection string, or set ServiceBusConnection__fullyQualifiedNamespace')
  if (
    parsed.success &&
    !parsed.data.AZURE_AD_CLIENT_SECRET &&
    !parsed.data.AZURE_AD_CERTIFICATE_PATH &&
    !parsed.data.AZURE_CLIENT_ID
  )
    problems.push('AZURE_AD_CLIENT_SECRET, AZURE_AD_CERTIFICATE_PATH or AZURE_CLIENT_ID: set one of them')
  if (!parsed.success || problems.length > 0)
    throw new Error(
      `The environment is not valid. Correct these settings:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    )
  const e = parsed.data
  return {
    databaseUrl: e.DATABASE_URL,
    entra: {
      clientId: e.AZURE_AD_CLIENT_ID,
      clientSecret: e.AZURE_AD_CLIENT_SECRET,
      certificatePath: e.AZURE_AD_CERTIFICATE_PATH,
      managedIdentityClientId: e.AZURE_CLIENT_ID,
      authorityHost: e.AZURE_AUTHORITY_HOST,
      instanceDiscovery: e.AZURE_INSTANCE_DISCOVERY,
    },
    graphBaseUrl: e.GRAPH_BASE_URL,
    serviceBus: e.ServiceBusConnection
      ? { connectionString: e.ServiceBusConnection }
      : { fullyQualifiedNamespace: e.ServiceBusConnection__fullyQualifiedNamespace!, clientId: e.AZURE_CLIENT_ID },
    queues: { sync: e.SYNC_QUEUE, interactive: e.INTERACTIVE_QUEUE },
    fingerprintKey: e.SETTINGS_FINGERPRINT_KEY,
    syncCooldownSeconds: e.SYNC_COOLDOWN_SECONDS,
    settingsSchema: e.POLICY_SETTINGS_SCHEMA,
    runRetentionDays: e.RUN_RETENTION_DAYS,
  }
}
