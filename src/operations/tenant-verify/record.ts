import * as z from 'zod'
import { defineRecord } from '../../shared/operation-record'

/** One thing that a sync reads. */
const Read = z.strictObject({
  what: z
    .string()
    .describe('A source, `groups` and `filters` (names in assignments), `organization` or `subscribedSkus`.'),
  readable: z.boolean(),
  code: z.string().nullable().describe('Why not: an error code.'),
  missing: z
    .strictObject({ kind: z.enum(['permission', 'licence']), name: z.string() })
    .nullable()
    .describe('What it lacks, where that is known for sure.'),
})

/** Reads the first page of everything that a sync reads, and tells what the tenant must still grant or buy. Changes nothing. */
export const tenantVerify = defineRecord({
  name: 'tenant.verify',
  label: 'Verify a tenant',
  capability: 'tenants.verify',
  http: { functionName: 'startVerify', path: 'verify' },
  input: z.strictObject({}),
  identity: [],
  result: z.strictObject({
    displayName: z.string().nullable().describe('What the tenant calls itself; null where that cannot be read.'),
    licences: z
      .array(z.string())
      .nullable()
      .describe("The enabled products by Microsoft's name (`skuPartNumber`); null where they cannot be read."),
    permissions: z
      .array(z.string())
      .nullable()
      .describe('Application permissions in the token; null where it does not say.'),
    reads: z.array(Read),
  }),
  lane: 'interactive',
  cooldownSeconds: 0,
  expectedSeconds: 5,
  items: { one: 'read', many: 'reads' },
  writesToTenant: false,
})
