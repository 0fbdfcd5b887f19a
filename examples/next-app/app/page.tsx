import { PageProblem } from '../components/page-problem'
import { runsAddress } from '../lib/runs/addresses'
import { tenantPilot } from '../lib/tenantpilot/backend'
import { orWords } from '../lib/tenantpilot/or-words'

/** The tenants that the user may see. */
export default async function TenantsPage() {
  const { value, refusal } = await orWords('The tenants could not be read.', readWorkspaces)
  return (
    <>
      <h1>Tenants</h1>
      {refusal && <PageProblem refusal={refusal} />}
      {value?.length === 0 && <p>You have no role in any workspace. Ask an owner for a grant.</p>}
      {value?.map(({ workspaceId, name, tenants }) => (
        <section key={workspaceId} aria-labelledby={`w-${workspaceId}`}>
          <h2 id={`w-${workspaceId}`}>{name}</h2>
          <ul className="tp-lines">
            {tenants.map((tenant) => (
              <li key={tenant.tenantId}>
                <a href={runsAddress(tenant.appKey)}>{tenant.name}</a>
                {tenant.status !== 'active' && ` (${tenant.status})`}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

async function readWorkspaces() {
  const client = tenantPilot()
  const { items } = await client('listWorkspaces', {})
  return Promise.all(
    items.map(async ({ workspaceId, name }) => {
      const tenants = await client('listTenants', { params: { workspaceId } })
      return { workspaceId, name, tenants: tenants.items }
    }),
  )
}
