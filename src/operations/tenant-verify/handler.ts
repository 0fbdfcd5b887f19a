import * as z from 'zod'
import { concernsOneRead } from '../../graph/transport/errors'
import type { Graph, GraphRequest } from '../../graph/types'
import { nameLists } from '../../intune/assignments/names'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import { defineOperation, type Operation } from '../../runs/operation'
import type { AppError } from '../../shared/errors'
import { textOrNull } from '../../shared/text'
import { listRequest } from '../../intune/policy-types/list-request'
import { unreadItem } from '../unread-item'
import type { OpenGraph } from '../open-graph'
import type { OpenStore, RunStore } from '../run-store'
import { tenantVerify } from './record'

interface Deps {
  types: readonly PolicyType[]
  openGraph: OpenGraph
  openStore: OpenStore
}

/** One list to read, and the service plan that a tenant needs for it. */
interface Check {
  what: string
  request: GraphRequest
  licence?: string
}

/** A check and its answer: the first page, or why there is none. */
interface Answer extends Check {
  page: unknown[]
  error: AppError | null
}

const checksOf = (types: readonly PolicyType[]): Check[] => [
  { what: 'organization', request: { version: 'v1.0', path: 'organization', permission: 'Organization.Read.All' } },
  { what: 'subscribedSkus', request: { version: 'v1.0', path: 'subscribedSkus', permission: 'Organization.Read.All' } },
  ...Object.entries(nameLists).map(([what, request]) => ({ what, request })),
  ...types.map((type) => ({ what: type.source, request: listRequest(type), licence: type.licence })),
]

const Organization = z.object({ displayName: z.string() })
const Sku = z.object({
  skuPartNumber: z.string(),
  capabilityStatus: z.string(),
  servicePlans: z
    .array(z.object({ servicePlanName: z.string().nullish(), provisioningStatus: z.string().nullish() }))
    .nullish(),
})

/** `Warning`: a licence that ran out a short time ago still works. */
const isUsable = (capabilityStatus: string) => capabilityStatus === 'Enabled' || capabilityStatus === 'Warning'

/** Makes the operation that tells what can be read of a tenant. Its token is new: what was granted a moment ago counts. */
export function createTenantVerify({ types, openGraph, openStore }: Deps): Operation {
  return defineOperation(tenantVerify, async (_input, context) => {
    const graph = await openGraph(context, { newToken: true })
    const store = openStore(context)
    const permissions = await graph.permissions()
    const checks = checksOf(types)
    let done = 0
    const showProgress = () =>
      context.progress({ phase: 'reading', done, total: checks.length, metrics: graph.metrics })
    showProgress()
    const answers = await Promise.all(
      checks.map(async (check) => {
        const answer = await readFirstPage(check, graph)
        await recordAnswer(answer, store)
        done++
        showProgress()
        return answer
      }),
    )
    const pageOf = (what: string) => answers.find((answer) => answer.what === what && !answer.error)?.page
    const skus = pageOf('subscribedSkus')?.flatMap((sku) => Sku.safeParse(sku).data ?? [])
    const enabled = skus?.filter(({ capabilityStatus }) => isUsable(capabilityStatus))
    const plans = enabled
      ?.flatMap(({ servicePlans }) => servicePlans ?? [])
      .filter(({ provisioningStatus }) => provisioningStatus !== 'Disabled')
      .map(({ servicePlanName }) => servicePlanName)
    return {
      result: {
        displayName: textOrNull(Organization.safeParse(pageOf('organization')?.[0]).data?.displayName),
        licences: enabled?.map(({ skuPartNumber }) => skuPartNumber).toSorted() ?? null,
        permissions: permissions && [...permissions],
        reads: answers.map((answer) => ({
          what: answer.what,
          readable: answer.error === null,
          code: answer.error?.code ?? null,
          missing: missingFor(answer, permissions, plans),
        })),
      },
    }
  })
}

/** Reads a list up to its first page that is not empty. Throws what concerns the whole run: throttling, no token. */
async function readFirstPage(check: Check, graph: Graph): Promise<Answer> {
  try {
    for await (const { value } of graph.pages(check.request))
      if (value.length > 0) return { ...check, page: value, error: null }
    return { ...check, page: [], error: null }
  } catch (error) {
    if (!concernsOneRead(error)) throw error
    return { ...check, page: [], error }
  }
}

function recordAnswer({ what, error }: Answer, store: RunStore): Promise<void> {
  return store.record(error ? unreadItem(what, error) : { key: what, source: what, label: what, outcome: 'succeeded' })
}

/**
 * Tells what a list lacks. Some collections answer 403 also for a missing licence, so a permission that the token has is not
 * what is missing. Null where permissions or licences are not known: a wrong remedy costs money.
 */
function missingFor(
  { request, licence, error }: Answer,
  permissions: readonly string[] | null,
  plans: readonly (string | null | undefined)[] | undefined,
) {
  if (error?.code !== 'graph.forbidden' && error?.code !== 'graph.not_licensed') return null
  const name = request.permission ?? ''
  const held = [name, name.replace('.Read.', '.ReadWrite.')].some((permission) => permissions?.includes(permission))
  if (error.code === 'graph.forbidden' && !held) return permissions && { kind: 'permission' as const, name }
  return licence !== undefined && plans && !plans.includes(licence) ? { kind: 'licence' as const, name: licence } : null
}
