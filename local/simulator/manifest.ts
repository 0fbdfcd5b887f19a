import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { registry, wholePolicy } from './collections/registry'
import { collections } from './data/policy'
import type { Tenant } from './data/tenant'
import type { ManifestEntry } from './options'

/** Yields every value that a tenant's policies set at this moment. */
export function* manifestOf(tenant: Tenant): Iterable<ManifestEntry> {
  for (const source of collections) {
    for (const policy of tenant.policies(source)) {
      for (const { path, value, secret, definitionId, expanded } of registry[source].leaves(
        wholePolicy(source, policy),
      ))
        yield {
          source,
          policyId: policy.id,
          path,
          ...(secret ? { secret } : { value }),
          ...(definitionId === undefined ? {} : { definitionId }),
          ...(expanded && { expanded }),
        }
    }
  }
}

/** Writes entries as JSON lines and waits when the stream is full. */
export async function writeLines(out: Writable, entries: Iterable<ManifestEntry>): Promise<void> {
  for (const entry of entries) if (!out.write(`${JSON.stringify(entry)}\n`)) await once(out, 'drain')
}
