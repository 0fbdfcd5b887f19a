import type { AppKey } from '../../shared/ids'
import type { Fence } from '../../runs/ledger/fenced-unit'

/** Whose attempt writes, and for which tenant: `appKey` is what `policy_settings.tenant_id` holds. */
export interface Writer extends Fence {
  appKey: AppKey
}
