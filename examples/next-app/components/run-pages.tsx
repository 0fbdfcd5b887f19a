import { runsAddress } from '../lib/runs/addresses'
import type { Filters } from '../lib/runs/read-filters'

interface Props {
  tenantId: string
  filters: Filters
  /** Of the next page; null on the last one. */
  next: string | null
}

/** Leads to older runs, and back to the newest. */
export function RunPages({ tenantId, filters: { status, cursor }, next }: Props) {
  const kept = status ? { status } : {}
  return (
    <nav aria-label="Pages of runs" className="tp-actions">
      {cursor && <a href={runsAddress(tenantId, kept)}>Newest runs</a>}
      {next && <a href={runsAddress(tenantId, { ...kept, cursor: next })}>Older runs</a>}
    </nav>
  )
}
