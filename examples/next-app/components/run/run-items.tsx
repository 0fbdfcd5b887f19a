'use client'

import { useState } from 'react'
import { ask } from '../../lib/polling/ask'
import { outcomes, type RunPlace } from '../../lib/runs/read-run'
import type { Items } from '../../lib/tenantpilot/schema'
import { ProblemBox } from '../problem-box'

interface Props {
  place: RunPlace
  failed: Items
  others: Items
  /** Then nothing comes in between, and further pages can be shown. */
  isOver: boolean
}

/** Lists what was in a run, what failed first. */
export function RunItems({ place, failed, others, isOver }: Props) {
  const isEmpty = failed.items.length + others.items.length === 0
  return (
    <section aria-labelledby="tp-items">
      <h2 id="tp-items">Items</h2>
      {isEmpty && <p>There are none yet.</p>}
      <ItemList place={place} first={failed} outcome={outcomes.failed} label="Failed items" isOver={isOver} />
      <ItemList place={place} first={others} outcome={outcomes.others} label="Other items" isOver={isOver} />
    </section>
  )
}

interface ListProps {
  place: RunPlace
  first: Items
  outcome: string
  label: string
  isOver: boolean
}

function ItemList({ place: { tenantId, runId }, first, outcome, label, isOver }: ListProps) {
  const [further, setFurther] = useState<Items | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const items = [...first.items, ...(further?.items ?? [])]
  const cursor = further ? further.nextCursor : first.nextCursor
  const showMore = async () => {
    const query = new URLSearchParams({ outcome, cursor: cursor ?? '' })
    const run = `/api/tenants/${encodeURIComponent(tenantId)}/runs/${encodeURIComponent(runId)}`
    const heard = await ask<Items>(`${run}/items?${query}`)
    setProblem('message' in heard ? heard.message : null)
    if (heard.kind === 'news')
      setFurther((known) => ({ ...heard.value, items: [...(known?.items ?? []), ...heard.value.items] }))
  }
  if (items.length === 0) return null
  return (
    <>
      <ul className="tp-lines" aria-label={label}>
        {items.map((item) => (
          <Item key={item.itemKey} item={item} />
        ))}
      </ul>
      {problem && <ProblemBox message={problem} />}
      {cursor !== null && isOver && (
        <button type="button" onClick={() => void showMore()}>
          Show more
        </button>
      )}
    </>
  )
}

const signs: Record<string, string> = { succeeded: '✓', failed: '✕', skipped: '–', removed: '−' }

function Item({ item: { itemKey, policyName, outcome, message } }: { item: Items['items'][number] }) {
  return (
    <li>
      <span aria-hidden="true">{signs[outcome]} </span>
      <strong>{policyName ?? itemKey}</strong> <span className={`tp-outcome-${outcome}`}>{outcome}</span>
      {message && <span>: {message}</span>}
    </li>
  )
}
