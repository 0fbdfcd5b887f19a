import * as z from 'zod'
import { defineRecord } from '../../shared/operation-record'

/**
 * A pass of reconcile: sends messages that are owed, recovers expired leases, starts due schedules, purges what is old. It
 * depends on nothing that it repairs, so it runs in no queue; its run is only a record, one for each workspace.
 */
export const reconcileAdapterRuns = defineRecord({
  name: 'ops.reconcile_adapter_runs',
  label: 'Repair runs',
  capability: null,
  http: null,
  input: z.strictObject({}),
  identity: [],
  result: z.null(),
  lane: null,
  cooldownSeconds: 0,
  expectedSeconds: 5,
  items: { one: 'repair', many: 'repairs' },
  writesToTenant: false,
})
