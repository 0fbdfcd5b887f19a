import { azureCloud } from './azure-cloud'
import { readEnvironment } from './environment'

/** The settings of this process. */
export type Config = ReturnType<typeof readConfig>

/**
 * Reads and validates the environment. Throws one error that lists every problem, without any value.
 */
export function readConfig(env: NodeJS.ProcessEnv) {
  const { values: e, problems } = readEnvironment(env)
  if (!e || problems.length > 0)
    throw new Error(
      `The environment is not valid. Correct these settings:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    )
  return {
    role: e.APP_ROLE,
    databaseUrl: e.DATABASE_URL,
    /** Of a user-assigned managed identity. */
    identityClientId: e.AZURE_CLIENT_ID,
    cloud: azureCloud(e.AZURE_AUTHORITY_HOST),
    entra: {
      clientId: e.AZURE_AD_CLIENT_ID,
      clientSecret: e.AZURE_AD_CLIENT_SECRET,
      clientSecretUri: e.AZURE_AD_CLIENT_SECRET_URI,
      certificatePath: e.AZURE_AD_CERTIFICATE_PATH,
      certificateUri: e.AZURE_AD_CERTIFICATE_URI,
      federated: e.AZURE_CLIENT_ID !== undefined,
      authorityHost: e.AZURE_AUTHORITY_HOST,
      instanceDiscovery: e.AZURE_INSTANCE_DISCOVERY,
    },
    graphBaseUrl: e.GRAPH_BASE_URL,
    /** Whose tokens callers bring. */
    api: { clientId: e.API_CLIENT_ID, authorityHost: e.AZURE_AUTHORITY_HOST },
    publicBaseUrl: e.PUBLIC_BASE_URL,
    runLinkTemplate: e.RUN_LINK_TEMPLATE,
    serviceBus: e.ServiceBusConnection
      ? { connectionString: e.ServiceBusConnection }
      : { fullyQualifiedNamespace: e.ServiceBusConnection__fullyQualifiedNamespace! },
    queues: { sync: e.SYNC_QUEUE, interactive: e.INTERACTIVE_QUEUE },
    fingerprintKey: e.SETTINGS_FINGERPRINT_KEY,
    /** By the operation's name; they replace those of the records. */
    cooldownSeconds: { 'policy.sync': e.SYNC_COOLDOWN_SECONDS } as Readonly<Record<string, number | undefined>>,
    requestsPerSecond: e.API_REQUESTS_PER_SECOND,
    /** Null: none is wanted. */
    telemetry: e.APPLICATIONINSIGHTS_CONNECTION_STRING
      ? {
          connectionString: e.APPLICATIONINSIGHTS_CONNECTION_STRING,
          samplingRatio: e.TELEMETRY_SAMPLING_RATIO,
        }
      : null,
    settingsSchema: e.POLICY_SETTINGS_SCHEMA,
    runRetentionDays: e.RUN_RETENTION_DAYS,
  }
}
