import { hostname } from 'node:os'

export type Settings = Readonly<Record<string, string>>

/** Environment variables of the host that the worker inherits: paths, user and locale. */
const inherited = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
]

/** Returns the environment of the worker: the app settings and `inherited`. Other variables could be mistaken for settings. */
export function workerEnvironment(settings: Settings, port: number, from: NodeJS.ProcessEnv = process.env) {
  const kept = inherited.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]] as const]))
  return {
    ...Object.fromEntries(kept),
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    WEBSITE_HOSTNAME: `localhost:${port}`,
    ...settings,
  }
}

/** Replaces every `%NAME%` by the app setting of that name. Throws when it is not set; `user` names who needs it. */
export function resolveNames(text: string, settings: Settings, user: string): string {
  return text.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = settings[name]
    if (value === undefined) throw new Error(`${user} needs the app setting ${name}, which is not set`)
    return value
  })
}

/** The app setting for Service Bus bindings without a `connection`. */
export const defaultConnection = 'AzureWebJobsServiceBus'

/** Finds the connection string that `connection` names, as the real host does. Throws when it is not set. */
export function connectionString(connection: string | undefined, settings: Settings, user: string): string {
  const name = connection ?? defaultConnection
  const value = settings[name] ?? settings[`AzureWebJobs${name}`]
  if (value) return value
  if (settings[`${name}__fullyQualifiedNamespace`] !== undefined)
    throw new Error(
      `${user} uses ${name}__fullyQualifiedNamespace, which needs an identity on Azure: locally set ${name} to a connection string`,
    )
  throw new Error(`${user} needs the app setting ${name} with a Service Bus connection string, which is not set`)
}

/**
 * Returns the id in the blob paths of this app: `AzureFunctionsWebHost__hostid`, or machine name and hash of the path, at
 * most 32 characters, lower case (Azure/azure-functions-host `ScriptHostIdProvider.cs`, `Utility.GetStableHash`).
 */
export function hostId(root: string, settings: Settings, machine = hostname()): string {
  const given = settings.AzureFunctionsWebHost__hostid
  if (given) return given
  const hash = root.split('').reduce((hash, char) => (Math.imul(hash, 31) + char.charCodeAt(0)) | 0, 23)
  const id = `${machine.replace(/[^\p{L}\p{N}]/gu, '')}-${Math.abs(hash)}`
  return id.slice(0, 32).toLowerCase().replace(/-+$/, '')
}
