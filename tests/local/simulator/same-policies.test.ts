import { createHash } from 'node:crypto'
import { type Running, start, tenantId } from './harness'

/** The collections of the first tenants that were made from seeds. */
const first = [
  'configurationPolicies',
  'deviceCompliancePolicies',
  'deviceConfigurations',
  'intents',
  'compliancePolicies',
]

function hashOf(simulator: Running): string {
  const hash = createHash('sha256')
  for (const collection of first)
    for (const { id } of simulator.control.list(tenantId, collection))
      hash.update(`${collection} ${JSON.stringify(simulator.control.get(tenantId, collection, String(id)))}\n`)
  return hash.digest('hex').slice(0, 16)
}

const known = [
  { seed: 1, policies: 200, odd: false, hash: 'c83d6cc13a4d0080' },
  { seed: 4, policies: 240, odd: true, hash: 'b2e90765b32d5ba7' },
  { seed: 3, policies: 7, odd: false, hash: '74d59c30c61577a8' },
  { seed: 77, policies: 1000, odd: false, hash: 'f707a5d15f683f0a' },
  { seed: 9, policies: 3, odd: true, hash: 'c4c41b310ca5bf1e' },
]

test.each(known)('seed $seed with $policies policies (odd: $odd) is as it always was', async ({ hash, ...size }) => {
  const simulator = await start({ tenants: [{ entraTenantId: tenantId, ...size }] })
  expect(hashOf(simulator)).toBe(hash)
})
