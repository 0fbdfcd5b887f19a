import type { Collection } from '../collections/record'
import type { Tenant } from '../data/tenant'
import type { JsonObject } from '../json'
import { uuid } from '../seed'
import type { GraphAnswer, GraphCall } from './answer'
import { listFixed } from './fixed-list'
import { type Paging, wholeSize } from './page'

/** Answers `organization`: the tenant itself, the only entry. */
export function listOrganizations(call: GraphCall, paging: Paging): GraphAnswer {
  return listOnly(call, 'organization', organization(call.tenant), paging)
}

/** Answers `subscribedSkus`: one product with all service plans that the tenant has. */
export function listSkus(call: GraphCall, collections: readonly Collection[], paging: Paging): GraphAnswer {
  return listOnly(call, 'subscribedSkus', product(call.tenant, collections), paging)
}

function listOnly(call: GraphCall, path: string, only: JsonObject, paging: Paging): GraphAnswer {
  return listFixed(call, path, { all: [only], properties: new Set(Object.keys(only)), size: wholeSize }, paging)
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
