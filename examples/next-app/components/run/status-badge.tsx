import { statusWord } from '../../lib/runs/words'
import type { Run } from '../../lib/tenantpilot/schema'

/** Says the state of a run by a word, a sign and a colour. */
export function StatusBadge({ status }: Pick<Run, 'status'>) {
  const { word, sign } = statusWord(status)
  return (
    <span className={`tp-badge tp-badge-${status}`}>
      <span aria-hidden="true">{sign} </span>
      <span>{word}</span>
    </span>
  )
}
