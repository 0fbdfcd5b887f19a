import { generate } from 'selfsigned'
import { localhostExtensions } from '../localhost-certificate'

/** The broker's certificate and its key, in PEM. */
export interface Certificate {
  cert: string
  key: string
  /** The authority that has signed it. Absent: it is signed by itself. */
  authority?: string
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
