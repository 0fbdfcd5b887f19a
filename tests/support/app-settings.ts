import { apiClientId } from '../../local/simulator/entra/demo-callers'

/** The environment of an app on this database and broker that reads no tenant. */
export const appSettings = (database: { url: string }, broker: { connectionString: string }) => ({
  DATABASE_URL: database.url,
  ServiceBusConnection: broker.connectionString,
  API_CLIENT_ID: apiClientId,
  AZURE_AD_CLIENT_ID: 'x',
  AZURE_AD_CLIENT_SECRET: 'x',
  SETTINGS_FINGERPRINT_KEY: 'for tests only, and long enough for that',
})
