import * as z from 'zod'
import { defaultSettingsSchema, hasPassword, isDatabaseUrl } from './db/connection'
import {
  connectionString,
  flag,
  hostName,
  insights,
  linkTemplate,
  pemFile,
  queueName,
  secretUri,
  text,
  url,
  wholeNumber,
} from './setting-formats'

const defaultQueues = { sync: 'intune-sync-queue', interactive: 'intune-operations-queue' }

/** Every environment variable that the app reads, with what docs/settings.md says of it. */
export const Environment = z.object({
  APP_ROLE: z
    .enum(['api', 'worker', 'all'], 'must be api, worker or all')
    .default('all')
    .describe(
      'what the instance serves: `api` the routes, `worker` the queues, the timer and `POST /api/ops/tick`, `all` both',
    ),
  DATABASE_URL: z
    .string()
    .refine(
      isDatabaseUrl,
      'must be an address such as postgres://user:password@host:5432/database, with special characters of the password as %XX',
    )
    .refine(
      (value) => !isDatabaseUrl(value) || new URL(value).username !== '',
      'must name the user; of a managed identity it is its name',
    )
    .describe(
      'PostgreSQL; off this machine the certificate is verified. Without a password it is entered by managed identity, whose name is the user',
    ),
  POLICY_SETTINGS_SCHEMA: text
    .max(63)
    .default(defaultSettingsSchema)
    .describe("the schema of the existing app's table `policy_settings`"),
  ServiceBusConnection: connectionString.optional().describe('connection string of Service Bus'),
  ServiceBusConnection__fullyQualifiedNamespace: hostName
    .optional()
    .describe('instead of a connection string: the namespace, which is entered by managed identity'),
  SYNC_QUEUE: queueName.default(defaultQueues.sync).describe('the queue of syncs'),
  INTERACTIVE_QUEUE: queueName.default(defaultQueues.interactive).describe('the queue of what a person waits for'),
  AZURE_AD_CLIENT_ID: text.describe("client id of the app's registration in Entra"),
  AZURE_AD_CLIENT_SECRET: text.optional().describe('its client secret; or a certificate, or a managed identity'),
  AZURE_AD_CLIENT_SECRET_URI: secretUri
    .optional()
    .describe('its client secret in Key Vault, which the worker reads by managed identity; with or without a version'),
  AZURE_AD_CERTIFICATE_PATH: pemFile.optional().describe('PEM file with its certificate and private key'),
  AZURE_AD_CERTIFICATE_URI: secretUri
    .optional()
    .describe('its certificate in Key Vault, likewise: the secret of that name has the private key too'),
  API_CLIENT_ID: z
    .uuid('must be a client id (a GUID)')
    .describe("client id of the API's own registration: callers' tokens must be made for it"),
  AZURE_CLIENT_ID: text
    .optional()
    .describe(
      'client id of the user-assigned managed identity. Service Bus, Key Vault and, without a password, PostgreSQL are entered with it, and it is the federated credential of the registration',
    ),
  AZURE_AUTHORITY_HOST: url
    .default('https://login.microsoftonline.com')
    .describe('another host for sovereign clouds and local runs'),
  AZURE_INSTANCE_DISCOVERY: flag
    .default(true)
    .describe('`false` where the authority is not known to Microsoft: local runs'),
  GRAPH_BASE_URL: url
    .default('https://graph.microsoft.com')
    .describe('another host for sovereign clouds and local runs'),
  PUBLIC_BASE_URL: url
    .optional()
    .describe(
      'the address of the API, such as `https://api.example.com`: the base of every link that it gives out. Without it a link to a run has the address of the request, and consent to a tenant cannot be asked for',
    ),
  RUN_LINK_TEMPLATE: linkTemplate
    .optional()
    .describe(
      "the page of a run in your app, which notifications link to: `https://app.example.com/tenants/{tenantId}/runs/{runId}`, where `{tenantId}` is the app's key, `{externalId}` its UUID. Without it they have no link",
    ),
  SETTINGS_FINGERPRINT_KEY: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe(
      'at least 32 random characters, required for `worker` and `all`; with another key every secret shows as changed once',
    ),
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights
    .optional()
    .describe('where traces, metrics and log records go: Application Insights. Without it only lines are logged'),
  TELEMETRY_SAMPLING_RATIO: z.coerce
    .number('must be a number')
    .min(0, 'must be at least 0')
    .max(1, 'must be at most 1')
    .default(0.1)
    .describe('which share of the traces is kept, 0 to 1; log records and metrics are never sampled'),
  API_REQUESTS_PER_SECOND: z.coerce
    .number(wholeNumber)
    .int(wholeNumber)
    .min(1, 'must be at least 1')
    .max(10_000, 'must be at most 10,000')
    .default(50)
    .describe('what one caller may ask of one instance for long, and four times as much at once; then it answers 429'),
  SYNC_COOLDOWN_SECONDS: z.coerce
    .number(wholeNumber)
    .int(wholeNumber)
    .min(0, 'must be at least 0')
    .max(31 * 24 * 3600, 'must be at most 31 days')
    .default(0)
    .describe('a start within this time after a successful sync returns that sync instead of a new one'),
  RUN_RETENTION_DAYS: z.coerce
    .number(wholeNumber)
    .int(wholeNumber)
    .min(1, 'must be at least 1')
    .max(36_500, 'must be at most 36,500')
    .default(90)
    .describe(
      'ended runs and removed policies are deleted after so many days; a run whose message was dead-lettered after 400',
    ),
})

/** What the platform itself reads. */
export const platformSettings = {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING:
    'how the host signs in to Application Insights: `ClientId=…;Authorization=AAD`. Our code signs in with the managed identity of `AZURE_CLIENT_ID`',
  FUNCTIONS_WORKER_RUNTIME: '`node`; not on Flex Consumption, where it is a property of the app',
  AzureWebJobsStorage:
    'the storage account in which the host keeps the timer (and function keys, which open nothing here); on Azure `AzureWebJobsStorage__accountName` and an identity',
  AzureWebJobsStorage__credential:
    '`managedidentity`, where a user-assigned identity enters the storage; with `AzureWebJobsStorage__clientId`, its client id',
  ServiceBusConnection__credential:
    '`managedidentity`, where a user-assigned identity enters the queues: the host reads it for its triggers, our code reads `AZURE_CLIENT_ID`; with `ServiceBusConnection__clientId`, its client id',
} as const

/** Where an unresolved reference begins: the vault or the secret could not be read, and the platform passes the reference on. */
const unresolved = /^@Microsoft\.KeyVault\(/i

/** What local.settings.sample.json says where a value belongs. */
const placeholder = /^<.*>$/

/**
 * Validates the environment; white space around a value is dropped, and an empty one counts as not set. Returns the values,
 * and everything that is wrong: no problem contains a value.
 */
export function readEnvironment(env: NodeJS.ProcessEnv): { values?: z.output<typeof Environment>; problems: string[] } {
  const given = Object.keys(Environment.shape).flatMap((name) => {
    const value = env[name]?.trim()
    return value ? [[name, value] as const] : []
  })
  const namesOf = (pattern: RegExp) => given.filter(([, value]) => pattern.test(value)).map(([name]) => name)
  const references = namesOf(unresolved)
  const placeholders = namesOf(placeholder)
  const parsed = Environment.safeParse(Object.fromEntries(given))
  const wrong = (parsed.error?.issues ?? []).filter(
    ({ path }) => ![...references, ...placeholders].includes(String(path[0])),
  )
  const problems = [
    ...references.map(
      (name) => `${name}: its Key Vault reference was not resolved; check the vault, the secret's name and the access`,
    ),
    ...placeholders.map((name) => `${name}: is still the placeholder of the sample; set its value`),
    ...wrong.map(
      ({ path, message }) => `${path.join('.')}: ${given.some(([name]) => name === path[0]) ? message : 'is required'}`,
    ),
    ...missingChoices(Object.fromEntries(given)),
    ...withoutIdentity(Object.fromEntries(given), env),
  ]
  return parsed.success ? { values: parsed.data, problems } : { problems }
}

/** Names what needs a managed identity where nothing says that there is one: the platform sets the address of its tokens. */
function withoutIdentity(e: GivenSettings, env: NodeJS.ProcessEnv): string[] {
  if (e.AZURE_CLIENT_ID ?? env['IDENTITY_ENDPOINT']?.trim()) return []
  const { DATABASE_URL = '' } = e
  const remedy = 'set AZURE_CLIENT_ID, or assign the app a managed identity'
  return [
    ...(isDatabaseUrl(DATABASE_URL) && !hasPassword(DATABASE_URL)
      ? [`DATABASE_URL: has no password, and nothing gives tokens in its place: add it, ${remedy}`]
      : []),
    ...(['AZURE_AD_CERTIFICATE_URI', 'AZURE_AD_CLIENT_SECRET_URI'] as const)
      .filter((name) => e[name])
      .map((name) => `${name}: nothing gives tokens for the vault: ${remedy}`),
  ]
}

type GivenSettings = Partial<Record<keyof typeof Environment.shape, string>>

function missingChoices(e: GivenSettings): string[] {
  const bus = e.ServiceBusConnection ?? e.ServiceBusConnection__fullyQualifiedNamespace
  const credential =
    e.AZURE_CLIENT_ID ??
    e.AZURE_AD_CERTIFICATE_URI ??
    e.AZURE_AD_CERTIFICATE_PATH ??
    e.AZURE_AD_CLIENT_SECRET_URI ??
    e.AZURE_AD_CLIENT_SECRET
  return [
    ...((e.SYNC_QUEUE ?? defaultQueues.sync).toLowerCase() ===
    (e.INTERACTIVE_QUEUE ?? defaultQueues.interactive).toLowerCase()
      ? ['SYNC_QUEUE and INTERACTIVE_QUEUE: must be two queues']
      : []),
    ...(e.SETTINGS_FINGERPRINT_KEY || e.APP_ROLE === 'api' ? [] : ['SETTINGS_FINGERPRINT_KEY: is required']),
    ...(bus
      ? []
      : ['ServiceBusConnection: set a connection string, or set ServiceBusConnection__fullyQualifiedNamespace']),
    ...(credential
      ? []
      : [
          'AZURE_CLIENT_ID, AZURE_AD_CERTIFICATE_URI, AZURE_AD_CERTIFICATE_PATH, AZURE_AD_CLIENT_SECRET_URI or AZURE_AD_CLIENT_SECRET: set one of them',
        ]),
  ]
}
