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
    // on Azure somebody sets it; here the port is known only now
    PUBLIC_BASE_URL: `http://127.0.0.1:${port}`,
    ...settings,
  }
}

/** A function lacks an app setting. As on Azure it is then in error: it does not run, and all others do. */
export class MissingSetting extends Error {
  override name = 'MissingSetting'
}

/** Replaces every `%NAME%` by the app setting of that name. Throws `MissingSetting`; `user` names who needs it. */
export function resolveNames(text: string, settings: Settings, user: string): string {
  return text.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = settings[name]
    if (value === undefined) throw new MissingSetting(`${user} needs the app setting ${name}, which is not set`)
    return value
  })
}

/** The app setting for Service Bus bindings without a `connection`. */
export const defaultConnection = 'AzureWebJobsServiceBus'

/**
 * Finds the connection string that `connection` names, as the real host does (`ServiceBusClientFactory.cs`). Throws
 * `MissingSetting` when it is not set, and when an identity is set instead, which there is none of here.
 */
export function connectionString(connection: string | undefined, settings: Settings, user: string): string {
  const name = connection ?? defaultConnection
  const names = [name, `AzureWebJobs${name}`]
  const value = names.map((one) => settings[one]).find(Boolean)
  if (value) return value
  for (const one of names) {
    const namespace = `${one}__fullyQualifiedNamespace`
    if (settings[namespace] !== undefined)
      throw new MissingSetting(
        `${user} uses ${namespace}, which needs an identity on Azure: locally set ${name} to a connection string`,
      )
    const part = identityPart(one, settings)
    if (part) throw new MissingSetting(`${user} needs the app setting ${namespace} beside ${part}`)
  }
  throw new MissingSetting(
    `${user} needs the app setting ${name} with a Service Bus connection string, which is not set`,
  )
}

/** Returns the first app setting that is part of the identity connection `name`, for example `NAME__credential`. */
export function identityPart(name: string, settings: Settings): string | undefined {
  return Object.keys(settings).find((setting) => setting.startsWith(`${name}__`))
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
