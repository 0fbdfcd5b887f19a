import * as z from 'zod'
import { defineRecord } from '../../shared/operation-record'

/**
 * Makes the rows of every stored policy again from its exact JSON, without Graph. Used after the naming rules changed or
 * missing definitions were loaded; `last_synced_at` stays the time when the policy was read.
 */
export const policyReflatten = defineRecord({
  name: 'policy.reflatten',
  label: 'Name stored settings again',
  capability: 'policies.sync',
  http: { functionName: 'startReflatten', path: 'reflatten' },
  input: z.strictObject({}),
  identity: [],
  result: z.null(),
  lane: 'sync',
  cooldownSeconds: 0,
  expectedSeconds: 30,
  items: { one: 'policy', many: 'policies' },
  writesToTenant: false,
})
