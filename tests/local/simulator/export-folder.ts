import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { start, tenantId } from './harness'

type Encode = (text: string) => Buffer

/** A folder of exported policies, new for each test of the file that calls this. */
export function exportFolder() {
  let folder = ''
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'simulator-exports-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  return {
    path: (name: string) => join(folder, name),
    /** Writes a file: text as it is, anything else as JSON. */
    write(name: string, content: unknown, encode: Encode = (text) => Buffer.from(text)): void {
      const file = join(folder, name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, encode(typeof content === 'string' ? content : JSON.stringify(content)))
    },
    /** Starts a simulator with a tenant of this folder. */
    load: (more: { assign?: boolean } = {}) => start({ tenants: [{ entraTenantId: tenantId, data: folder, ...more }] }),
  }
}
