import { policyTypes } from '../../../src/intune/policy-types/registry'
import { createTenantVerify } from '../../../src/operations/tenant-verify/handler'
import type { RunContext } from '../../../src/runs/operation'
import { emptyGraph } from '../../operations/empty-graph'

/**
 * The application permissions of everything that a tenant is read for, as `tenant.verify` asks for it: policy types, names of
 * groups and filters, the organization.
 */
export async function askedPermissions(): Promise<string[]> {
  const asked = new Set<string>(policyTypes.map(({ permission }) => permission))
  const { signal } = new AbortController()
  const graph = emptyGraph(signal)
  const verify = createTenantVerify({
    types: policyTypes,
    async openGraph() {
      return {
        ...graph,
        pages(request) {
          if (request.permission === undefined) throw new Error(`${request.path} names no permission.`)
          asked.add(request.permission)
          return graph.pages(request)
        },
      }
    },
    openStore: () => ({ record: async () => {} }) as never,
  })
  await verify.run({}, { signal, progress: () => {} } as unknown as RunContext)
  return [...asked].toSorted()
}
