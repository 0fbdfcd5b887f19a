'use client'

import { triggerPolicySync } from '../actions/trigger-policy-sync'
import { useStart } from './use-start'

/** Starts a sync of a tenant. A second click while the first is under way does nothing. */
export function SyncButton({ tenantId }: { tenantId: string }) {
  const { isPending, click } = useStart(tenantId, (key) => triggerPolicySync(tenantId, key))
  return (
    <button type="button" className="tp-main-button" aria-disabled={isPending} onClick={click}>
      {isPending ? 'Starting…' : 'Sync now'}
    </button>
  )
}
