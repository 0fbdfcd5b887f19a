import * as z from 'zod'
import { defineRecord, type FailedItem } from '../../shared/operation-record'
import { policySources } from '../../shared/policy-sources'

const Source = z.string().regex(/^[\w.-]{1,128}$/, 'must be the name of a source')
const id = z
  .string('must be a text')
  .regex(/^(?!\.+$)[\x20-\x7e]{1,200}$/, 'must be 1 to 200 printable ASCII characters')
  .describe("Microsoft Graph's id.")
const Policy = z.strictObject({ source: Source, id })
const KnownPolicy = z.strictObject(
  {
    source: z
      .enum(policySources, `must be one of ${policySources.join(', ')}`)
      .describe('Where the policy is read from, as answers name it.'),
    id,
  },
  'must be an object with source and id',
)

/** Policies to read, as requests and runs name them. */
const listOf = <One extends z.ZodType>(one: One) =>
  z
    .array(one, 'must be a list of policies')
    .min(1, 'must have at least one policy')
    .max(500, 'must have at most 500 policies')
    .optional()
    .describe('Only these policies.')

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
    policies: listOf(Policy),
    sources: z.array(Source).optional(),
    rerunOf: z.uuid().optional(),
  }),
  requested: { policies: listOf(KnownPolicy) },
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

/**
 * Finds Graph's id in an item's key: `source/id`, in runs of earlier versions also `source/source/id`. An entry without a
 * readable id has none.
 */
function toPolicy({ key, source }: FailedItem): { source: string; id: string }[] {
  const rest = key.slice(source.length + 1)
  const id = rest.startsWith(`${source}/`) ? rest.slice(source.length + 1) : rest
  if (/^unreadable-[0-9a-f]+$/.test(id)) return []
  const policy = Policy.safeParse({ source, id })
  return policy.success ? [policy.data] : []
}
