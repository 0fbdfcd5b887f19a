import { Option } from 'commander'
import { isLocal } from '../src/shared/local-address'
import { tenantKeyForm } from '../src/shared/tenant-key'
import type { Installation } from './doctor/installation'
import type { Api } from './http'
import type { ConnectionOptions } from './outside'
import { UsageError } from './usage'

/** `--json`, which every command has wherever the API is. */
export const jsonOption = new Option('--json', 'prints the answer of the API as JSON, and nothing else')

/** The options of the deployed command line. The token is none of them: others see the arguments of a process. */
export const connectionOptions: readonly Option[] = [
  new Option('--url <url>', 'address of the app, like https://NAME.azurewebsites.net (or TENANTPILOT_URL)'),
  new Option('--tenant <id>', 'external id or app key of the tenant (or TENANTPILOT_TENANT)'),
  jsonOption,
]

/** Takes the address and the tenant from the options, else from the environment; the token from the environment alone. */
export function connectFrom(env: NodeJS.ProcessEnv, options: ConnectionOptions): Api {
  const { url, token, tenantId } = given(env, options)
  const missing = [
    ...(url ? [] : [whichApi]),
    ...(token ? [] : ['Which token? Set TENANTPILOT_TOKEN to an access token of the API.']),
    ...(tenantId ? [] : ['Which tenant? Give --tenant, or set TENANTPILOT_TENANT.']),
  ]
  if (!url || !token || !tenantId) throw new UsageError(missing.join('\n'))
  const checked = readToken(token)
  return { url: readUrl(url), tenantId: readTenant(tenantId), token: () => Promise.resolve(checked) }
}

/** Takes the same for `doctor`, to which the token and the tenant may be missing. */
export function installationFrom(env: NodeJS.ProcessEnv, options: ConnectionOptions): Installation {
  const { url, token, tenantId } = given(env, options)
  if (!url) throw new UsageError(whichApi)
  const address = readUrl(url)
  if (!token) return { url: address }
  const checked = readToken(token)
  const installation = { url: address, token: () => Promise.resolve(checked) }
  return tenantId ? { ...installation, tenant: { ...installation, tenantId: readTenant(tenantId) } } : installation
}

const whichApi = 'Which API? Give --url, or set TENANTPILOT_URL.'

const given = (env: NodeJS.ProcessEnv, options: ConnectionOptions) => ({
  url: options.url ?? env.TENANTPILOT_URL?.trim(),
  token: env.TENANTPILOT_TOKEN?.trim(),
  tenantId: options.tenant ?? env.TENANTPILOT_TENANT?.trim(),
})

/** Takes what the API takes as the tenant in a path, but nothing that leaves the path. Throws a `UsageError`. */
export function readTenant(text: string): string {
  if (!tenantKeyForm.test(text) || text === '.' || text === '..')
    throw new UsageError(
      'No tenant can be named so (--tenant, TENANTPILOT_TENANT): give its external id or its app key, of letters, digits and ._- alone.',
    )
  return text
}

/** Throws without the value, which may hold a password. */
function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new UsageError(
      'The address of the app (--url, TENANTPILOT_URL) must look like https://NAME.azurewebsites.net.',
    )
  if (url.protocol === 'http:' && !isLocal(url.href))
    throw new UsageError('The address of the app must begin with https://, because the token is sent to it.')
  return url.href.replace(/\/+$/, '')
}

/** Throws without the value. What no header can hold would be repeated by the error of the request. */
function readToken(text: string): string {
  if (!/^[\w-]+(\.[\w-]+){2}$/.test(text))
    throw new UsageError(
      'TENANTPILOT_TOKEN is no access token: give the token alone, three parts with dots between, without "Bearer".',
    )
  return text
}
