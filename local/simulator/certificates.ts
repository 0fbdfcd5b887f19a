import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { localhostExtensions } from '../localhost-certificate'

export interface Certificates {
  /** The file for `NODE_EXTRA_CA_CERTS` of every client. */
  caFile: string
  cert: string
  key: string
}

/**
 * Returns the certificate authority of a folder and a certificate for localhost. Creates them when they are missing or
 * about to expire, and keeps them, so that running clients trust a restarted simulator.
 */
export async function certificates(folder: string): Promise<Certificates> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const caFile = join(folder, 'ca.pem')
  const existing = await load(folder, caFile)
  if (existing) return existing
  const notAfterDate = new Date(Date.now() + 365 * day)
  const ca = await generate([{ name: 'commonName', value: 'TenantPilot local simulator CA' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate,
    ca: { key: ca.private, cert: ca.cert },
    extensions: localhostExtensions,
  })
  await save(join(folder, 'localhost-key.pem'), leaf.private, 0o600)
  await save(join(folder, 'localhost.pem'), leaf.cert, 0o644)
  await save(caFile, ca.cert, 0o644)
  return { caFile, cert: leaf.cert, key: leaf.private }
}

const day = 86_400_000

async function load(folder: string, caFile: string): Promise<Certificates | undefined> {
  try {
    const [ca, cert, key] = await Promise.all(
      [caFile, join(folder, 'localhost.pem'), join(folder, 'localhost-key.pem')].map((file) => readFile(file, 'utf8')),
    )
    const leaf = new X509Certificate(cert!)
    const authority = new X509Certificate(ca!)
    const isValid = Date.parse(leaf.validTo) > Date.now() + 7 * day
    return isValid && leaf.verify(authority.publicKey) ? { caFile, cert: cert!, key: key! } : undefined
  } catch {
    return undefined // missing or incomplete: the caller creates new ones
  }
}

/** Writes a file atomically and never with wider permissions than `mode`. The key of the authority is not saved. */
async function save(file: string, text: string, mode: number): Promise<void> {
  const temporary = `${file}.${process.pid}`
  await writeFile(temporary, text, { mode })
  await rename(temporary, file)
}
