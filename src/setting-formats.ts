import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { isLocal } from './shared/local-address'

// What the values of settings must look like, each with what to do where one does not.

export const text = z.string().min(1)
export const wholeNumber = 'must be a whole number'
export const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true')
const isSafe = (value: string) => !URL.canParse(value) || new URL(value).protocol === 'https:' || isLocal(value)
const isHostAlone = (value: string) => !URL.canParse(value) || new URL(value).href === `${new URL(value).origin}/`
export const url = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://graph.microsoft.com' })
  .refine(isSafe, 'must be https, because tokens are sent there')
  .refine(isHostAlone, 'must be a host without path, account or parameters')
  .transform((value) => value.replace(/\/+$/, ''))

/** Filled with ids, it is an address of https, or of this machine. */
const isLink = (text: string) => {
  const filled = text.replaceAll(/\{(tenantId|externalId|runId)\}/g, 'id')
  return URL.canParse(filled) && /^https?:$/.test(new URL(filled).protocol) && isSafe(filled) && !/[{}]/.test(filled)
}
export const linkTemplate = text
  .refine((value) => value.includes('{runId}'), 'must contain {runId}')
  .refine(isLink, 'must be an address of https with no other names in braces than {tenantId}, {externalId} and {runId}')

export const connectionString = text.regex(
  /^(?!.*EntityPath=)(?=.*Endpoint=sb:\/\/[^;]+)(?=.*(SharedAccessKeyName=.*SharedAccessKey=|SharedAccessSignature=))/i,
  'must be the connection string of the namespace, without EntityPath: Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=…',
)
/** The pairs of a connection string of Application Insights: the key is a UUID, each address is https with a host. */
function isInsights(value: string): boolean {
  const pairs = new Map(
    value
      .split(';')
      .map((pair) => [pair.split('=')[0]!.trim().toLowerCase(), pair.slice(pair.indexOf('=') + 1).trim()]),
  )
  const addresses = [...pairs].filter(([name]) => name.endsWith('endpoint')).map(([, address]) => address)
  return (
    z.uuid().safeParse(pairs.get('instrumentationkey')).success &&
    pairs.has('ingestionendpoint') &&
    addresses.every((address) => URL.canParse(address) && new URL(address).protocol === 'https:')
  )
}
export const insights = text.refine(
  isInsights,
  'must be the connection string of Application Insights: InstrumentationKey=…;IngestionEndpoint=https://…',
)
/** A port besides, on this machine. */
export const hostName = text.regex(
  /^([\w-]+(\.[\w-]+)+|(127\.0\.0\.1|localhost):\d+)$/,
  'must be a host name such as example.servicebus.windows.net',
)
export const secretUri = text.refine(
  isSecretUri,
  'must be the address of a secret, such as https://NAME.vault.azure.net/secrets/NAME (for a certificate, that of its secret)',
)
export const pemFile = text.refine(isReadablePem, 'must be a PEM file that can be read')

export const queueName = text.regex(/^[\w./-]{1,260}$/, 'must be the name of a queue')

function isSecretUri(uri: string): boolean {
  if (!URL.canParse(uri) || !isSafe(uri)) return false
  const { pathname, search, hash, username, password } = new URL(uri)
  return /^\/secrets\/[\da-z-]+(\/[\da-z]+)?\/?$/i.test(pathname) && search + hash + username + password === ''
}

function isReadablePem(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').includes('-----BEGIN ')
  } catch {
    return false
  }
}
