'use client'

import { useRef, useTransition } from 'react'
import { cancelRun } from '../../actions/cancel-run'
import type { RunPlace } from '../../lib/runs/read-run'
import { useToast } from '../toast'

interface Props {
  place: RunPlace
  onChange: () => void
}

/** Asks whether a run shall end, and ends it. */
export function CancelButton({ place: { tenantId, runId }, onChange }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [isPending, startTransition] = useTransition()
  const toast = useToast()
  const cancel = () => {
    dialog.current?.close()
    startTransition(async () => {
      const { success, message } = await cancelRun(tenantId, runId).catch(() => lost)
      toast({ kind: success ? 'done' : 'refused', message })
      onChange()
    })
  }
  return (
    <>
      <button type="button" aria-disabled={isPending} onClick={() => isPending || dialog.current?.showModal()}>
        {isPending ? 'Cancelling…' : 'Cancel run'}
      </button>
      <dialog ref={dialog} aria-labelledby="tp-cancel-title">
        <h2 id="tp-cancel-title">Cancel this run?</h2>
        <p>What it has stored stays. It stops at its next item.</p>
        <div className="tp-actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            Let it go on
          </button>
          <button type="button" className="tp-main-button" onClick={cancel}>
            Cancel it
          </button>
        </div>
      </dialog>
    </>
  )
}

const lost = { success: false, message: 'This app cannot be reached. Try again.' }
