import { createHash } from 'node:crypto'
import type { ManifestEntry } from '../../../local/simulator/options'
import { type Answered, type Running, tenantId } from '../../local/simulator/harness'
import { fixedTypes } from '../../support/fixed-types'
import type { Synced } from './product'

export const sources = fixedTypes.map(({ source }) => source).toSorted()

/** Expects that nothing failed and every source was read to its last page, and `expectRows`. */
export function expectComplete(simulator: Running, synced: Synced): void {
  expect(synced.failed).toEqual([])
  expect(synced.sweep).toMatchObject({ stale: [] })
  expect([...synced.sweep!.sources].sort()).toEqual(sources)
  expectRows(simulator, synced)
}

/**
 * Expects that every policy of the simulator was written once, and that its rows are exactly the values that it sets.
 * `except`: sources, or policies as `source/id`, that must not have been written.
 */
export function expectRows(simulator: Running, { policies, written }: Synced, except: readonly string[] = []): void {
  const served = sources.flatMap((source) =>
    simulator.control.list(tenantId, source).map(({ id }) => `${source}/${String(id)}`),
  )
  const isExcepted = (key: string) => except.some((one) => key === one || key.startsWith(`${one}/`))
  expect(written.toSorted()).toEqual(served.filter((key) => !isExcepted(key)).sort())
  const entries = [...simulator.manifest(tenantId)].filter((entry) => !isExcepted(`${entry.source}/${entry.policyId}`))
  expect(differences(entries, policies)).toEqual([])
}

/** What rows have too many, too few or otherwise than the values that policies set. `policies`: rows by `source/id`. */
export function differences(
  manifest: Iterable<ManifestEntry>,
  policies: ReadonlyMap<string, { rows: readonly { path: string; raw: string }[] }>,
): string[] {
  const keyOf = ({ source, policyId, path }: ManifestEntry) => `${source}/${policyId}/${path}`
  const entries = new Map([...manifest].map((entry) => [keyOf(entry), entry]))
  const wrong: string[] = []
  for (const [key, { rows }] of policies)
    for (const { path, raw } of rows) {
      const entry = entries.get(`${key}/${path}`)
      if (!entry && path !== '') wrong.push(`too many: ${key}/${path}`)
      if (entry && !entry.secret && !same(JSON.parse(raw), entry.value)) wrong.push(`another value: ${key}/${path}`)
      entries.delete(`${key}/${path}`)
    }
  return [...wrong, ...entries.keys()]
}

/** Whether a row's raw value is the set one. For an object only the path is compared, for base64 the bytes. */
function same(raw: Answered, value: unknown): boolean {
  if (typeof value === 'object' && !Array.isArray(value)) return true
  if (JSON.stringify(raw) === JSON.stringify(value)) return true
  return raw?.base64 === true && raw.sha256 === sha256(Buffer.from(String(value), 'base64'))
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
