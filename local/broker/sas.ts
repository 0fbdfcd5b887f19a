import { createHmac, timingSafeEqual } from 'node:crypto'
import { BrokerError } from './errors'

/** A shared access key of the broker, as a connection string names it. */
export interface AccessKey {
  name: string
  key: string
}

/** What a token that is a shared access signature begins with. */
export const signaturePrefix = 'SharedAccessSignature '

/**
 * Checks a shared access signature as the service does: key, signature, expiry, and that it covers `audience`. Throws a `BrokerError`
 * with status 401. All SDKs sign `sr` as it stands in the token, a line feed and the expiry in seconds since the epoch, with the
 * bytes of the key's text (`createSasTokenProvider` of @azure/core-amqp).
 */
export function checkSignature(token: string, audience: string, { name, key }: AccessKey, now: number): void {
  const fields = new URLSearchParams(token.replace(signaturePrefix, ''))
  const field = (of: string) => fields.get(of) ?? ''
  const signed = /[ &]sr=([^&]*)/.exec(token)?.[1] ?? ''
  const signature = Buffer.from(field('sig'), 'base64')
  const expected = createHmac('sha256', key)
    .update(`${signed}\n${field('se')}`)
    .digest()
  const isSigned = signature.length === expected.length && timingSafeEqual(signature, expected)
  if (!isSigned || field('skn') !== name) {
    throw unauthorized(`InvalidSignature: The token has an invalid signature. The broker's key is '${name}'.`)
  }
  if (!(Number(field('se')) * 1000 > now)) throw unauthorized('ExpiredToken: The token is expired.')
  if (!covers(field('sr'), audience)) {
    throw unauthorized(`InvalidAudience: The token is for '${field('sr')}', not for '${audience}'.`)
  }
}

/** A token for an address is good for all below it. Scheme and case do not matter. */
function covers(resource: string, audience: string): boolean {
  return pathOf(audience).startsWith(pathOf(resource))
}

function pathOf(url: string): string {
  return `${url.toLowerCase().replace(/^\w+:\/\/|\/+$/g, '')}/`
}

function unauthorized(text: string): BrokerError {
  return new BrokerError('amqp:unauthorized-access', text, 401)
}
