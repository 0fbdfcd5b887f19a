import { Option } from 'commander'
import { isLocal } from '../src/shared/local-address'
import { tenantKeyForm } from '../src/shared/tenant-key'
import type { Installation } from './doctor/installation'
import type { Api } from './http'
import type { ConnectionOptions } from './outside'
import { tokensFrom } from './tokens'
import { UsageError } from './usage'

/** `--json`, which every command has wherever the API is. */
export const jsonOption = new Option('--json', 'prints the answer of the API as JSON, and nothing else')

/** The options of the deployed command line. A token is none of them: others see the arguments of a process. */
export const connectionOptions: readonly Option[] = [
  new Option('--url <url>', 'address of the app, like https://NAME.azurewebsites.net (or TENANTPILOT_URL)'),
  new Option('--tenant <id>', 'external id or app key of the tenant (or TENANTPILOT_TENANT)'),
  new Option(
    '--api-client-id <guid>',
    'client id of the API, for a token from the Azure CLI (or TENANTPILOT_API_CLIENT_ID)',
  ),
  jsonOption,
]

/** Takes the address and the tenant from the options, else from the environment; a token from the environment or the Azure CLI. */
export function connectFrom(env: NodeJS.ProcessEnv, options: ConnectionOptions): Api {
  const { url, tokens, tenantId } = given(env, options)
  const missing = [
    ...(url ? [] : [whichApi]),
    ...(tokens ? [] : [whichToken]),
    ...(tenantId ? [] : ['Which tenant? Give --tenant, or set TENANTPILOT_TENANT.']),
  ]
  if (!url || !tokens || !tenantId) throw new UsageError(missing.join('\n'))
  return { url: readUrl(url), tenantId: readTenant(tenantId), ...tokens }
}

/** Takes the same for `doctor`, to which the token and the tenant may be missing. */
export function installationFrom(env: NodeJS.ProcessEnv, options: ConnectionOptions): Installation {
  const { url, tokens, tenantId } = given(env, options)
  if (!url) throw new UsageError(whichApi)
  const installation = { url: readUrl(url), ...tokens }
  if (!tokens || !tenantId) return installation
  return { ...installation, tenant: { url: installation.url, tenantId: readTenant(tenantId), ...tokens } }
}

const whichApi = 'Which API? Give --url, or set TENANTPILOT_URL.'
const whichToken =
  'Which token? Set TENANTPILOT_API_CLIENT_ID to the client id of the API, to call as who is signed in with the Azure CLI; or TENANTPILOT_TOKEN to an access token.'

const given = (env: NodeJS.ProcessEnv, options: ConnectionOptions) => ({
  url: options.url ?? env.TENANTPILOT_URL?.trim(),
  tokens: tokensFrom(env, options.apiClientId),
  tenantId: options.tenant ?? env.TENANTPILOT_TENANT?.trim(),
})

/** Takes what the API takes as the tenant in a path, but nothing that leaves the path. Throws a `UsageError` that says where it stands. */
export function readTenant(text: string, where = '--tenant, TENANTPILOT_TENANT'): string {
  if (!tenantKeyForm.test(text) || text === '.' || text === '..')
    throw new UsageError(
      `No tenant can be named so (${where}): give its external id or its app key, of letters, digits and ._- alone.`,
    )
  return text
}

/** Takes it with `/api` at its end too. Throws without the value, which may hold a password. */
function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new UsageError(
      'The address of the app (--url, TENANTPILOT_URL) must look like https://NAME.azurewebsites.net.',
    )
  if (url.protocol === 'http:' && !isLocal(url.href))
    throw new UsageError('The address of the app must begin with https://, because the token is sent to it.')
  return url.href.replace(/\/+$/, '').replace(/\/+api$/, '')
}
