import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'

export interface Certificates {
  /** Goes into `NODE_EXTRA_CA_CERTS` of every client. */
  caFile: string
  cert: string
  key: string
}

/**
 * The folder's certificate authority and a certificate for this machine's own names, made when there are none or when
 * they are about to run out. They are kept, so that a client started earlier still trusts a restarted simulator.
 */
export async function certificates(folder: string): Promise<Certificates> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const caFile = join(folder, 'ca.pem')
  const kept = await load(folder, caFile)
  if (kept) return kept
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
    const lasts = Date.parse(leaf.validTo) > Date.now() + 7 * day
    return lasts && leaf.verify(authority.publicKey) ? { caFile, cert: cert!, key: key! } : undefined
  } catch {
    return undefined // none yet, or half of them: made anew
  }
}

/** Whole or not at all, and never readable by others for a moment first. The authority's own key is not kept. */
async function save(file: string, text: string, mode: number): Promise<void> {
  const beside = `${file}.${process.pid}`
  await writeFile(beside, text, { mode })
  await rename(beside, file)
}
