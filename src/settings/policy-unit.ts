import type { SettingRow } from './setting-row'

/** One policy as it is written: its rows replace what was stored of it, and its item says so, in one transaction. */
export interface PolicyUnit {
  source: string
  graphPolicyId: string
  policyName: string
  policyType: string
  rows: SettingRow[]
}
