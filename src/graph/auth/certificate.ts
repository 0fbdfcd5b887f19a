import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { AppError } from '../../shared/errors'
import { pemOfPkcs12 } from './pkcs12'
import type { StoredSecret } from './vault-secret'

/** A certificate with its private key. */
export interface OwnCertificate {
  /** The key, its certificate, and the others that came with them. */
  pem: string
  endsAt: Date
}

/** Reads a certificate in whichever form the vault has it. Throws `graph.auth.secret_unreadable`, without what it read. */
export function certificateOf({ value, contentType }: Pick<StoredSecret, 'value' | 'contentType'>): OwnCertificate {
  try {
    return readPem(contentType === 'application/x-pkcs12' ? pemOfPkcs12(Buffer.from(value, 'base64')) : value)
  } catch (cause) {
    throw new AppError('graph.auth.secret_unreadable', {
      message:
        'What AZURE_AD_CERTIFICATE_URI names is no certificate with its own RSA key, as PEM or PKCS#12 without a password. Store such a one, or correct the address.',
      cause,
    })
  }
}

/** Puts the certificate of the key first, because @azure/identity presents the first. Throws when the key is not RSA, or has none. */
function readPem(text: string): OwnCertificate {
  const key = createPrivateKey(blocks(text, '(?:\\w+ )?PRIVATE KEY')[0] ?? '')
  if (key.asymmetricKeyType !== 'rsa') throw new Error('Entra takes only RSA keys.')
  const all = blocks(text, 'CERTIFICATE').map((block) => new X509Certificate(block))
  const own = all.find((certificate) => certificate.checkPrivateKey(key))
  if (!own) throw new Error('The private key belongs to another certificate.')
  const certificates = [own, ...all.filter((each) => each !== own)]
  const pem = [key.export({ format: 'pem', type: 'pkcs8' }), ...certificates].join('')
  return { pem, endsAt: new Date(own.validTo) }
}

/** The parts of a PEM text of this kind. */
const blocks = (text: string, kind: string) =>
  text.match(new RegExp(`-----BEGIN ${kind}-----[^]+?-----END ${kind}-----`, 'g')) ?? []

/** When the certificate of a PEM file ends. Null: it cannot be read. */
export function endOfFile(path: string): Date | null {
  try {
    return readPem(readFileSync(path, 'utf8')).endsAt
  } catch {
    return null
  }
}
