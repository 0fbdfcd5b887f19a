import { type CollectionName, type Policy, type PolicySource, collections, forEachCollection } from '../data/policy'
import { complianceId, compliancePolicy } from './compliance'
import { catalogComplianceId, catalogCompliancePolicy } from './compliance-catalog'
import { configurationPolicy, configurationPolicyId } from './configuration-policies'
import { deviceConfiguration, deviceConfigurationId } from './device-configurations'
import { intent, intentId } from './intents'

interface Maker {
  /** Share of all policies, 0 to 1. */
  share: number
  id(seed: number, n: number): string
  make(seed: number, n: number, odd: boolean): Policy
}

const makers: Readonly<Record<CollectionName, Maker>> = {
  configurationPolicies: { share: 0.55, id: configurationPolicyId, make: configurationPolicy },
  deviceCompliancePolicies: { share: 0.15, id: complianceId, make: compliancePolicy },
  deviceConfigurations: { share: 0.15, id: deviceConfigurationId, make: deviceConfiguration },
  intents: { share: 0.1, id: intentId, make: intent },
  compliancePolicies: { share: 0.05, id: catalogComplianceId, make: catalogCompliancePolicy },
}

/** Creates a tenant of any size without keeping policies in memory; each one is created from the seed on every read. */
export function syntheticSource({
  policies,
  seed,
  odd = false,
}: {
  policies: number
  seed: number
  odd?: boolean
}): PolicySource {
  const sizes = sizesOf(policies)
  const ids = new Map<CollectionName, Map<string, number>>()
  return {
    seed,
    size: (collection) => sizes[collection],
    at: (collection, n) => makers[collection].make(seed, n, odd),
    find(collection, id) {
      let known = ids.get(collection)
      if (!known) {
        const all = Array.from({ length: sizes[collection] }, (_, n) => [makers[collection].id(seed, n), n] as const)
        ids.set(collection, (known = new Map(all)))
      }
      return known.get(id)
    },
  }
}

/** Returns the sizes of the collections: their share, at least one if possible; the first gets the rest. */
function sizesOf(policies: number): Record<CollectionName, number> {
  const [first] = collections
  const sizes = forEachCollection((name) => {
    const minimum = policies > collections.indexOf(name) ? 1 : 0
    return name === first ? 0 : Math.max(minimum, Math.floor(policies * makers[name].share))
  })
  sizes[first] = policies - Object.values(sizes).reduce((sum, size) => sum + size, 0)
  return sizes
}
