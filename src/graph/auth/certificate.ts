import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { AppError } from '../../shared/errors'
import { pemOfPkcs12 } from './pkcs12'
import type { StoredSecret } from './vault-secret'

/** Gives certificate and private key as PEM, in whichever form the vault has them. Throws `graph.auth.secret_unreadable`. */
export function pemOf({ value, contentType }: StoredSecret): string {
  if (contentType !== 'application/x-pkcs12') return requirePem(value)
  try {
    return pemOfPkcs12(Buffer.from(value, 'base64'))
  } catch (cause) {
    throw unreadable(cause)
  }
}

function requirePem(text: string): string {
  const isWhole = text.includes('-----BEGIN CERTIFICATE-----') && /-----BEGIN (\w+ )?PRIVATE KEY-----/.test(text)
  if (!isWhole) throw unreadable()
  return text
}

const unreadable = (cause?: unknown) =>
  new AppError('graph.auth.secret_unreadable', {
    message:
      'What AZURE_AD_CERTIFICATE_URI names is no certificate with its private key. Give the address of its secret.',
    cause,
  })

/** When a certificate of the vault ends. Null: it cannot be read. */
export function endOfStored(secret: StoredSecret): Date | null {
  try {
    return endOfPem(pemOf(secret)) ?? secret.expiresOn
  } catch {
    return null
  }
}

/** When the first certificate of a PEM text ends. Null: it has none. */
function endOfPem(pem: string): Date | null {
  const [certificate] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(pem) ?? []
  return certificate === undefined ? null : new Date(new X509Certificate(certificate).validTo)
}

/** When the certificate of a PEM file ends. Null: it cannot be read. */
export function endOfFile(path: string): Date | null {
  try {
    return endOfPem(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
