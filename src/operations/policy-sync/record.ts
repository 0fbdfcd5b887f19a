import * as z from 'zod'
import { defineRecord } from '../../shared/operation-record'

/** Copies every policy of every registered source into searchable settings. */
export const policySync = defineRecord({
  name: 'policy.sync',
  label: 'Sync policies',
  capability: 'policies.sync',
  http: { functionName: 'startSync', path: 'sync' },
  input: z.strictObject({}),
  identity: [],
  result: z.null(),
  lane: 'sync',
  cooldownSeconds: 0,
  expectedSeconds: 30,
  items: { one: 'policy', many: 'policies' },
  writesToTenant: false,
})
