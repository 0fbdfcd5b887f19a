import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Collection } from './collections/record'
import type { Leaf } from './data/leaves/leaf'
import type { Tenant } from './data/tenant'
import { wholePolicy } from './data/whole-policy'
import type { ManifestEntry } from './options'

/** Yields every value that a tenant's policies set at this moment. */
export function* manifestOf(tenant: Tenant, collections: readonly Collection[]): Iterable<ManifestEntry> {
  for (const collection of collections)
    for (const policy of tenant.policies(collection.name))
      for (const leaf of collection.leaves(wholePolicy(collection, policy)))
        yield entryOf(collection.name, policy.id, leaf)
}

function entryOf(source: string, policyId: string, leaf: Leaf): ManifestEntry {
  const { path, value, secret, definitionId, expanded } = leaf
  return {
    source,
    policyId,
    path,
    ...(secret ? { secret } : { value }),
    ...(definitionId === undefined ? {} : { definitionId }),
    ...(expanded && { expanded }),
  }
}

/** Writes entries as JSON lines and waits when the stream is full. */
export async function writeLines(out: Writable, entries: Iterable<ManifestEntry>): Promise<void> {
  for (const entry of entries) if (!out.write(`${JSON.stringify(entry)}\n`)) await once(out, 'drain')
}
