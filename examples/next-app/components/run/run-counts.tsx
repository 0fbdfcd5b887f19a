import type { Run } from '../../lib/tenantpilot/schema'

const names = {
  succeeded: 'Items read',
  failed: 'Items failed',
  skipped: 'Items skipped',
  policies: 'Policies',
  settings: 'Settings',
  inserted: 'New settings',
  updated: 'Changed settings',
  unchanged: 'Unchanged settings',
  removed: 'Removed settings',
} as const satisfies Partial<Record<keyof Run['counts'], string>>

/** Says what a run counted, without zeros; nothing where it counted nothing. */
export function RunCounts({ counts }: Pick<Run, 'counts'>) {
  const counted = (Object.keys(names) as (keyof typeof names)[]).filter((key) => counts[key] > 0)
  if (counted.length === 0) return null
  return (
    <section aria-labelledby="tp-counts">
      <h2 id="tp-counts">Counts</h2>
      <dl className="tp-counts">
        {counted.map((key) => (
          <div key={key}>
            <dt>{names[key]}</dt>
            <dd>{counts[key]}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
