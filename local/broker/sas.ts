import { createHmac, timingSafeEqual } from 'node:crypto'
import { BrokerError } from './errors'

/** A shared access key of the broker, as a connection string names it. */
export interface AccessKey {
  name: string
  key: string
  /** It may also read what a queue is, as the right Manage lets it. */
  manages: boolean
}

/** What a token that is a shared access signature begins with. */
export const signaturePrefix = 'SharedAccessSignature '

/** The key in the connection string of Microsoft's emulator and of this broker, and one that may only send and listen. */
export const accessKeys: readonly [AccessKey, AccessKey] = [
  { name: 'RootManageSharedAccessKey', key: 'SAS_KEY_VALUE', manages: true },
  { name: 'SendListen', key: 'SAS_KEY_VALUE', manages: false },
]

/**
 * Checks a shared access signature as the service does: key, signature, expiry, and that it covers `audience`. Returns its key. Throws a
 * `BrokerError` with status 401. All SDKs sign `sr` as it stands in the token, a line feed and the expiry in seconds since the epoch, with the
 * bytes of the key's text (`createSasTokenProvider` of @azure/core-amqp).
 */
export function checkSignature(token: string, audience: string, now: number): AccessKey {
  const fields = new URLSearchParams(token.replace(signaturePrefix, ''))
  const field = (of: string) => fields.get(of) ?? ''
  const signed = /[ &]sr=([^&]*)/.exec(token)?.[1] ?? ''
  const signature = Buffer.from(field('sig'), 'base64')
  const known = accessKeys.find(({ name }) => name === field('skn'))
  const expected = createHmac('sha256', known?.key ?? '')
    .update(`${signed}\n${field('se')}`)
    .digest()
  const isSigned = signature.length === expected.length && timingSafeEqual(signature, expected)
  if (!known || !isSigned) {
    throw unauthorized(
      `InvalidSignature: The token has an invalid signature. The broker's key is '${accessKeys[0].name}'.`,
    )
  }
  if (!(Number(field('se')) * 1000 > now)) throw unauthorized('ExpiredToken: The token is expired.')
  if (!covers(field('sr'), audience)) {
    throw unauthorized(`InvalidAudience: The token is for '${field('sr')}', not for '${audience}'.`)
  }
  return known
}

/** A token for an address is good for all below it. Scheme and case do not matter. */
function covers(resource: string, audience: string): boolean {
  return pathOf(audience).startsWith(pathOf(resource))
}

function pathOf(url: string): string {
  return `${url.toLowerCase().replace(/^\w+:\/\/|\/+$/g, '')}/`
}

/** The error of who is not let in. */
export function unauthorized(text: string): BrokerError {
  return new BrokerError('amqp:unauthorized-access', text, 401)
}
