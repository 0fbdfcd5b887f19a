import type { Collection } from '../collections/record'
import type { Tenant } from '../data/tenant'
import type { JsonObject } from '../json'
import { uuid } from '../seed'
import type { GraphAnswer, GraphCall } from './answer'
import { collectionBody, selection } from './body'
import { refuseExpand } from './expand'
import { page, type Paging, wholeSize } from './page'
import { parseQuery } from './query'

/** Answers `organization`: the tenant itself, the only entry. */
export function listOrganizations(call: GraphCall, paging: Paging): GraphAnswer {
  return answer(call, 'organization', organization(call.tenant), paging)
}

/** Answers `subscribedSkus`: one product with all service plans that the tenant has. */
export function listSkus(call: GraphCall, collections: readonly Collection[], paging: Paging): GraphAnswer {
  return answer(call, 'subscribedSkus', product(call.tenant, collections), paging)
}

function answer(call: GraphCall, path: string, only: JsonObject, paging: Paging): GraphAnswer {
  const query = parseQuery(call.query, call.version)
  refuseExpand(query)
  const select = selection(query.select, new Set(Object.keys(only)))
  const found = page(call, query, wholeSize, { size: 1, at: () => select(only) }, paging)
  return { status: 200, body: collectionBody(call, path, found) }
}

function organization({ id, displayName }: Tenant): JsonObject {
  const name = `sim${id.slice(0, 8)}.onmicrosoft.com`
  return {
    id,
    displayName,
    verifiedDomains: [
      { capabilities: 'Email, OfficeCommunicationsOnline', isDefault: true, isInitial: true, name, type: 'Managed' },
    ],
  }
}

/** Without the plans of collections that the tenant has no licence for. */
function product({ id, unlicensed }: Tenant, collections: readonly Collection[]): JsonObject {
  const missing = new Set(collections.filter(({ name }) => unlicensed.has(name)).map(({ licence }) => licence))
  const plans = [...new Set(collections.map(({ licence }) => licence))].filter((plan) => !missing.has(plan))
  const skuId = uuid('product')
  return {
    id: `${id}_${skuId}`,
    skuId,
    skuPartNumber: 'SIMULATED_SUITE',
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    servicePlans: plans.map((servicePlanName) => ({
      servicePlanId: uuid('service plan', servicePlanName),
      servicePlanName,
      provisioningStatus: 'Success',
      appliesTo: 'User',
    })),
  }
}
