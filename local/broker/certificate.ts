import { generate } from 'selfsigned'
import { localhostExtensions } from '../localhost-certificate'

/** The broker's own certificate and its key, in PEM. Whoever trusts the certificate trusts the broker, and nobody else. */
export interface Certificate {
  cert: string
  key: string
}

/** Makes a certificate for this machine. */
export async function makeCertificate(): Promise<Certificate> {
  const own = await generate([{ name: 'commonName', value: 'TenantPilot local broker' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: localhostExtensions,
  })
  return { cert: own.cert, key: own.private }
}
