import type { AppKey } from '../../shared/ids'
import type { Fence } from '../../runs/ledger/fenced-unit'

/** The attempt that writes, and its tenant: `appKey` is `policy_settings.tenant_id`. */
export interface Writer extends Fence {
  appKey: AppKey
}
