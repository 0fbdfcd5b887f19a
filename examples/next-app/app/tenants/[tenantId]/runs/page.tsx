import { PageProblem } from '../../../../components/page-problem'
import { RunFilters } from '../../../../components/run-filters'
import { RunList } from '../../../../components/run-list'
import { SyncButton } from '../../../../components/sync-button'
import { runsAddress } from '../../../../lib/runs/addresses'
import { readFilters, type SearchParams } from '../../../../lib/runs/read-filters'
import { tenantPilot } from '../../../../lib/tenantpilot/backend'
import { orWords } from '../../../../lib/tenantpilot/or-words'

interface Props {
  params: Promise<{ tenantId: string }>
  searchParams: Promise<SearchParams>
}

/** The runs of a tenant, the newest first, and the button that starts a sync. */
export default async function RunsPage({ params, searchParams }: Props) {
  const tenantId = decodeURIComponent((await params).tenantId)
  const { status, cursor } = readFilters(await searchParams)
  const outcome = await orWords('The runs of a tenant could not be read.', () =>
    tenantPilot()('listTenantRuns', { params: { tenantId }, query: { status, cursor, limit: 20 } }),
  )
  return (
    <>
      <h1>Runs of {tenantId}</h1>
      {!outcome.ok && <PageProblem refusal={outcome} />}
      {outcome.ok && (
        <>
          <SyncButton tenantId={tenantId} />
          <RunFilters tenantId={tenantId} status={status} />
          <RunList tenantId={tenantId} runs={outcome.value.items} />
          <nav aria-label="Pages of runs" className="tp-actions">
            {cursor && <a href={runsAddress(tenantId, status ? { status } : {})}>Newest runs</a>}
            {outcome.value.nextCursor && (
              <a href={runsAddress(tenantId, { ...(status && { status }), cursor: outcome.value.nextCursor })}>
                Older runs
              </a>
            )}
          </nav>
        </>
      )}
    </>
  )
}
