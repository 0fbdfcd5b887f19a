import * as z from 'zod'
import { defineRecord, type FailedItem } from '../../shared/operation-record'

const Source = z.string().regex(/^[\w.-]{1,128}$/, 'the name of a source')
const Policy = z.strictObject({
  source: Source.describe('Where the policy is read from, as answers name it.'),
  id: z
    .string()
    .regex(/^(?!\.+$)[\x20-\x7e]{1,200}$/, 'at most 200 characters')
    .describe("Microsoft Graph's id."),
})

/**
 * Copies every policy of every registered source into searchable settings. With `policies` or `sources` only these: then
 * nothing counts as gone, and when each source was last read in full stays as it is.
 */
export const policySync = defineRecord({
  name: 'policy.sync',
  label: 'Sync policies',
  capability: 'policies.sync',
  http: { functionName: 'startSync', path: 'sync', bodyLimit: 128 * 1024 },
  input: z.strictObject({
    policies: z
      .array(Policy)
      .min(1, 'at least one')
      .max(500, 'at most 500')
      .optional()
      .describe('Only these policies.'),
    sources: z.array(Source).optional(),
    rerunOf: z.uuid().optional(),
  }),
  identity: ['policies', 'sources', 'rerunOf'],
  result: z.null(),
  lane: 'sync',
  cooldownSeconds: 0,
  expectedSeconds: 30,
  items: { one: 'policy', many: 'policies' },
  writesToTenant: false,
  rerun: {
    sets: ['sources', 'rerunOf'],
    input(rerunOf, failed) {
      const sources = failed.filter(({ key, source }) => key === source).map(({ source }) => source)
      const policies = failed.flatMap((item) => (sources.includes(item.source) ? [] : toPolicy(item)))
      if (sources.length === 0 && policies.length === 0) return null
      return { rerunOf, ...(policies.length > 0 ? { policies } : {}), ...(sources.length > 0 ? { sources } : {}) }
    },
  },
})

/** Finds Graph's id in an item's key: `source/GUID`, or `source/source/id`. An entry without a readable id has none. */
function toPolicy({ key, source }: FailedItem): { source: string; id: string }[] {
  const stored = key.slice(source.length + 1)
  const id = stored.startsWith(`${source}/`) ? stored.slice(source.length + 1) : z.guid().safeParse(stored).data
  const policy = Policy.safeParse({ source, id })
  return policy.success ? [policy.data] : []
}
