import type { Metadata } from 'next'
import { RunDetail } from '../../../../../components/run/run-detail'
import { runsAddress } from '../../../../../lib/runs/addresses'
import { readRun, type RunPlace } from '../../../../../lib/runs/read-run'
import { tenantPilot } from '../../../../../lib/tenantpilot/backend'
import { orWords } from '../../../../../lib/tenantpilot/or-words'

export const metadata: Metadata = { title: 'Run' }

/** A run. Where the user may not see it, the words of the API. */
export default async function RunPage({ params }: { params: Promise<RunPlace> }) {
  const { tenantId, runId } = await params
  const place = { tenantId: decodeURIComponent(tenantId), runId: decodeURIComponent(runId) }
  const { value, refusal } = await orWords('A run could not be read.', () => readPage(place))
  const known = refusal ? { refusal: refusal.message } : value
  return (
    <>
      <p>
        <a href={runsAddress(place.tenantId)}>All runs of this tenant</a>
      </p>
      <RunDetail key={place.runId} place={place} {...known} />
    </>
  )
}

async function readPage(place: RunPlace) {
  const client = tenantPilot()
  const [{ answer }, { name }] = await Promise.all([
    readRun(client, place),
    client('getTenant', { params: { tenantId: place.tenantId } }),
  ])
  return { ...(answer && { initial: answer }), tenantName: name }
}
