import { createHmac, timingSafeEqual } from 'node:crypto'
import { BrokerError } from './errors'

/** A shared access key of the broker, as a connection string names it. */
export interface AccessKey {
  name: string
  key: string
}

/**
 * Checks a shared access signature as the service does: key, signature, expiry, and that it covers `audience`. Throws a `BrokerError`
 * with status 401. All SDKs sign `sr` as it stands in the token, a line feed and the expiry in seconds since the epoch, with the
 * bytes of the key's text (`createSasTokenProvider` of @azure/core-amqp).
 */
export function checkSignature(token: string, audience: string, { name, key }: AccessKey, now: number): void {
  const field = (of: string) => new RegExp(`[ &]${of}=([^&]*)`).exec(token)?.[1] ?? ''
  const [resource, expiry] = [field('sr'), field('se')]
  const signature = Buffer.from(decodeURIComponent(field('sig')), 'base64')
  const expected = createHmac('sha256', key).update(`${resource}\n${expiry}`).digest()
  const isSigned = signature.length === expected.length && timingSafeEqual(signature, expected)
  if (!isSigned || decodeURIComponent(field('skn')) !== name) {
    throw unauthorized(`InvalidSignature: The token has an invalid signature. The broker's key is '${name}'.`)
  }
  if (!(Number(expiry) * 1000 > now)) throw unauthorized('ExpiredToken: The token is expired.')
  if (!covers(decodeURIComponent(resource), audience)) {
    throw unauthorized(`InvalidAudience: The token is for '${decodeURIComponent(resource)}', not for '${audience}'.`)
  }
}

/** A token for an address is good for all below it. Scheme and case do not matter. */
function covers(resource: string, audience: string): boolean {
  const [above, below] = [resource, audience].map((url) =>
    url
      .toLowerCase()
      .replace(/^\w+:\/\//, '')
      .replace(/\/*$/, '/'),
  )
  return below?.startsWith(above ?? below) ?? false
}

function unauthorized(text: string): BrokerError {
  return new BrokerError('amqp:unauthorized-access', text, 401)
}
