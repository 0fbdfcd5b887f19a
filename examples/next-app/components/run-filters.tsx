import { runsAddress } from '../lib/runs/addresses'
import { statuses, statusWords } from '../lib/runs/words'

/** Chooses which runs of a tenant are shown; works without scripts. `status`: names with commas between them. */
export function RunFilters({ tenantId, status = '' }: { tenantId: string; status?: string | undefined }) {
  const chosen = status.split(',')
  return (
    <form method="get" action={runsAddress(tenantId)}>
      {/* by its key, because the browser keeps what was ticked before */}
      <fieldset key={status} className="tp-filters">
        <legend>Only runs that are</legend>
        {statuses.map((each) => (
          <label key={each}>
            <input type="checkbox" name="status" value={each} defaultChecked={chosen.includes(each)} />{' '}
            {statusWords[each].word}
          </label>
        ))}
        <button type="submit">Show</button>
      </fieldset>
    </form>
  )
}
