import { generate } from 'selfsigned'

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
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  })
  return { cert: own.cert, key: own.private }
}
