import type { Metadata } from 'next'
import { PageProblem } from '../../../../components/page-problem'
import { RefreshOnChange } from '../../../../components/refresh-on-change'
import { RunFilters } from '../../../../components/run-filters'
import { RunList } from '../../../../components/run-list'
import { RunPages } from '../../../../components/run-pages'
import { SyncButton } from '../../../../components/sync-button'
import { type Filters, readFilters, type SearchParams } from '../../../../lib/runs/read-filters'
import { tenantPilot } from '../../../../lib/tenantpilot/backend'
import { orWords } from '../../../../lib/tenantpilot/or-words'

export const metadata: Metadata = { title: 'Runs' }

interface Props {
  params: Promise<{ tenantId: string }>
  searchParams: Promise<SearchParams>
}

/** The runs of a tenant, the newest first, and the button that starts a sync. */
export default async function RunsPage({ params, searchParams }: Props) {
  const tenantId = decodeURIComponent((await params).tenantId)
  const filters = readFilters(await searchParams)
  const { value, refusal } = await orWords('The runs of a tenant could not be read.', () => readRuns(tenantId, filters))
  return (
    <>
      <h1>{value ? `Runs of ${value.tenant.name}` : 'Runs'}</h1>
      {refusal && <PageProblem refusal={refusal} />}
      {value && (
        <>
          <RefreshOnChange />
          <SyncButton tenantId={tenantId} />
          <RunFilters tenantId={tenantId} status={filters.status} />
          <RunList tenantId={tenantId} runs={value.runs.items} />
          <RunPages tenantId={tenantId} filters={filters} next={value.runs.nextCursor} />
        </>
      )}
    </>
  )
}

async function readRuns(tenantId: string, { status, cursor }: Filters) {
  const client = tenantPilot()
  const [tenant, runs] = await Promise.all([
    client('getTenant', { params: { tenantId } }),
    client('listTenantRuns', { params: { tenantId }, query: { status, cursor, limit: 20 } }),
  ])
  return { tenant, runs }
}
