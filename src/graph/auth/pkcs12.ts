import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'

/** `pkcs8ShroudedKeyBag` and `keyBag` of RFC 7292, as the bytes of their object identifiers. */
const shroudedKeyBag = Buffer.from('2a864886f70d010c0a0102', 'hex')
const keyBag = Buffer.from('2a864886f70d010c0a0101', 'hex')

const sequence = 0x30
const octets = 0x04
const identifier = 0x06
const explicit = 0xa0

/**
 * Gives the private key and its certificate as PEM from a PKCS#12 file without a password, as Key Vault gives it out. Node decrypts
 * key and certificates itself, but offers neither in a form that @azure/identity takes. Throws when it is none.
 */
export function pemOfPkcs12(pfx: Buffer): string {
  const { context } = createSecureContext({ pfx, passphrase: '' })
  const certificate = new X509Certificate(context.getCertificate() as Buffer)
  const key = createPrivateKey({ key: findKey(pfx), format: 'der', type: 'pkcs8', passphrase: '' })
  if (!certificate.checkPrivateKey(key)) throw new Error('The private key belongs to another certificate.')
  return `${key.export({ format: 'pem', type: 'pkcs8' }).toString()}${certificate.toString()}`
}

/** Finds the private key, which lies in a bag: a sequence of its kind and its content. */
function findKey(pfx: Buffer): Buffer {
  for (const { tag, content } of everyValue(pfx)) {
    if (tag !== sequence) continue
    const [kind, wrapped] = [...valuesOf(content)]
    if (kind?.tag !== identifier || wrapped?.tag !== explicit) continue
    if (kind.content.equals(shroudedKeyBag) || kind.content.equals(keyBag)) return wrapped.content
  }
  throw new Error('There is no private key.')
}

interface Value {
  tag: number
  content: Buffer
}

/** All values of a DER text, also those inside others and inside octet strings. */
function* everyValue(der: Buffer): Generator<Value> {
  for (const value of valuesOf(der)) {
    yield value
    if ([sequence, explicit, octets].includes(value.tag)) yield* everyValue(value.content)
  }
}

/** The values that stand one after the other. Ends where the bytes are none, because an octet string may hold anything. */
function* valuesOf(der: Buffer): Generator<Value> {
  for (let at = 0; at + 2 <= der.length;) {
    const short = der[at + 1]!
    const size = short < 0x80 ? 0 : short & 0x7f
    if (size > 4 || at + 2 + size > der.length) return
    const length = size === 0 ? short : der.readUIntBE(at + 2, size)
    const begin = at + 2 + size
    if (begin + length > der.length) return
    yield { tag: der[at]!, content: der.subarray(begin, begin + length) }
    at = begin + length
  }
}
