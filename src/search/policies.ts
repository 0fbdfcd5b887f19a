import type { TenantId } from '../shared/ids'
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/database'
import { policyAssignments, policies, nameKey } from '../db/schema/policies'
import { utcText } from '../db/sql'
import { contains } from './conditions'
import { readWithLimits } from './sql'

export interface PoliciesQuery {
  /** Each must occur in name or description, in any case. */
  words: readonly string[]
  policyType?: string | undefined
  source?: string | undefined
  /** Include policies that are no longer in the tenant. */
  includeRemoved: boolean
}

/** A position in the result's order; the name is cut to the length that the index sorts by. */
export type PolicyPosition = readonly [name: string, source: string, graphId: string]

export interface AssignmentView {
  target: string
  groupId: string | null
  groupName: string | null
  filterId: string | null
  filterName: string | null
  filterMode: string | null
  intent: string | null
}

/** A policy without its `raw`, which can contain secret tokens. Times are ISO 8601 in UTC. */
export interface PolicyView {
  policyId: string
  source: string
  name: string
  policyType: string
  odataType: string | null
  description: string | null
  platforms: string | null
  technologies: string | null
  template: { id: string | null; family: string | null; version: string | null } | null
  scopeTagIds: string[]
  createdAt: string | null
  modifiedAt: string | null
  contentHash: string
  assignmentsState: string
  assignments: AssignmentView[]
  firstSeenAt: string
  lastSeenAt: string
  lastFullReadAt: string
  removedAt: string | null
}

const sortOrder = sql`${nameKey(policies)}, ${policies.source}, ${policies.graphId}`

/** Returns a page of one tenant's policies in the order of name, source and id, after the given position. */
export function searchPolicies(
  db: Db,
  tenantId: TenantId,
  { query, after, limit }: { query: PoliciesQuery; after?: PolicyPosition | undefined; limit: number },
): Promise<{ items: PolicyView[]; next: PolicyPosition | null }> {
  return readWithLimits(db, async (tx) => {
    const rows = await tx.execute(sql`
      select jsonb_build_array(${sortOrder}) as place, ${view} as item from ${policies}
      where ${sql.join([sql`${policies.tenantId} = ${tenantId}`, ...matches(query), ...isAfter(after)], sql` and `)}
      order by ${sortOrder} limit ${limit + 1}::int`)
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1)?.place : undefined
    return { items: page.map((row) => row.item as PolicyView), next: (last as PolicyPosition | undefined) ?? null }
  })
}

const isAfter = (place: PolicyPosition | undefined): SQL[] =>
  place ? [sql`(${sortOrder}) > (${place[0]}, ${place[1]}, ${place[2]})`] : []

function matches({ words, policyType, source, includeRemoved }: PoliciesQuery): SQL[] {
  const text = sql`lower(${policies.name} || E'\\n' || coalesce(${policies.description}, ''))`
  const all = words.map((word) => contains(text, word))
  if (policyType !== undefined) all.push(sql`${policies.policyType} = ${policyType}`)
  if (source !== undefined) all.push(sql`${policies.source} = ${source}`)
  if (!includeRemoved) all.push(sql`${policies.removedAt} is null`)
  return all
}

const utc = (column: SQL | typeof policies.createdAt | typeof policies.firstSeenAt) => utcText(sql`${column}`)

const assignments = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('target', a.target_kind, 'groupId', a.group_id, 'groupName', a.group_name,
    'filterId', a.filter_id, 'filterName', a.filter_name, 'filterMode', a.filter_mode, 'intent', a.intent)
    order by a.assignment_key), '[]')
  from ${policyAssignments} a where a.tenant_id = ${policies.tenantId} and a.source = ${policies.source}
    and a.graph_id = ${policies.graphId})`

const template = sql`case when coalesce(${policies.templateId}, ${policies.templateFamily}, ${policies.templateVersion}) is not null
  then jsonb_build_object('id', ${policies.templateId}, 'family', ${policies.templateFamily}, 'version', ${policies.templateVersion}) end`

/** The database builds the result's JSON, so `raw` is never read. */
const view = sql`jsonb_build_object('policyId', ${policies.graphPolicyId}, 'source', ${policies.source},
  'name', ${policies.name}, 'policyType', ${policies.policyType}, 'odataType', ${policies.odataType},
  'description', ${policies.description}, 'platforms', ${policies.platforms}, 'technologies', ${policies.technologies},
  'template', ${template}, 'scopeTagIds', ${policies.scopeTagIds}, 'createdAt', ${utc(policies.createdAt)},
  'modifiedAt', ${utc(policies.modifiedAt)}, 'contentHash', ${policies.contentHash},
  'assignmentsState', ${policies.assignmentsState}, 'assignments', ${assignments},
  'firstSeenAt', ${utc(policies.firstSeenAt)}, 'lastSeenAt', ${utc(policies.lastSeenAt)},
  'lastFullReadAt', ${utc(policies.lastFullReadAt)}, 'removedAt', ${utc(policies.removedAt)})`
