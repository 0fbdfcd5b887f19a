import * as z from 'zod'
import { errorCodes } from '../shared/error-codes'
import { Count, nextCursor, Time } from './schema-parts'

/** RFC 9457 problem details. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What this request did wrong, or what to do; for people.'),
    code: z.enum(Object.keys(errorCodes)).describe('Stable; see the error codes.'),
  })
  .meta({ id: 'Problem' })

const Setting = z.object({
  policyId: z.string(),
  policyName: z.string(),
  policyType: z.string(),
  source: z.string().nullable(),
  settingName: z.string(),
  settingPath: z.string().nullable(),
  value: z.string().describe('At most 2,000 characters.'),
  valueCut: z.boolean(),
  valueType: z.string(),
  definitionId: z.string().nullable(),
  category: z.string().nullable(),
  isDefault: z.boolean().nullable(),
  changedAt: z.string().nullable(),
  lastSyncedAt: z.string(),
})

const Source = z.object({
  source: z.string(),
  lastFullReadAt: z.string().nullable(),
  staleSince: z.string().nullable().describe('Since when reading it fails.'),
  code: z.string().nullable(),
})

export const SettingsAnswer = z
  .object({ items: z.array(Setting), nextCursor, sources: z.array(Source) })
  .meta({ id: 'Settings' })

const Assignment = z.object({
  target: z.string(),
  groupId: z.string().nullable(),
  groupName: z.string().nullable(),
  filterId: z.string().nullable(),
  filterName: z.string().nullable(),
  filterMode: z.string().nullable(),
  intent: z.string().nullable(),
})

const Template = z.object({ id: z.string().nullable(), family: z.string().nullable(), version: z.string().nullable() })

const Policy = z.object({
  policyId: z.string(),
  source: z.string(),
  name: z.string(),
  policyType: z.string(),
  odataType: z.string().nullable(),
  description: z.string().nullable(),
  platforms: z.string().nullable(),
  technologies: z.string().nullable(),
  template: Template.nullable(),
  scopeTagIds: z.array(z.string()),
  createdAt: z.string().nullable(),
  modifiedAt: z.string().nullable(),
  contentHash: z.string(),
  assignmentsState: z.string(),
  assignments: z.array(Assignment),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  lastFullReadAt: z.string(),
  removedAt: z.string().nullable(),
})

export const PoliciesAnswer = z.object({ items: z.array(Policy), nextCursor }).meta({ id: 'Policies' })

const FailedRepair = z.looseObject({
  repair: z.string(),
  workspaceId: z.uuid(),
  tenantId: z.uuid(),
  runId: z.uuid().optional(),
  operation: z.string().optional().describe('Of the schedule that is due.'),
  error: z.object({ code: z.string(), category: z.string(), message: z.string() }),
})

export const TickAnswer = z
  .looseObject({
    ran: z.boolean().describe('False: another pass is under way.'),
    status: z.enum(['succeeded', 'partial']).describe('`partial`: some repairs failed.'),
    repairs: z
      .looseObject({
        sent: Count.describe('Messages that were owed or lost.'),
        expired: Count.describe('Runs whose worker no longer answers.'),
        lanes: Count.describe('Idle lanes in which a run waited.'),
        scheduled: Count.describe('Due schedules.'),
      })
      .describe('How many it did.'),
    failed: z.array(FailedRepair).describe('Those that failed.'),
  })
  .meta({ id: 'Tick' })

export const Workspace = z
  .object({
    workspaceId: z.uuid(),
    name: z.string(),
    role: z.string().nullable().describe('Yours in the whole workspace; null: only in some of its tenants.'),
  })
  .meta({ id: 'Workspace' })

export const Tenant = z
  .object({
    tenantId: z.uuid().describe('The `externalId` of runs.'),
    appKey: z.string().describe('What the existing app calls it.'),
    workspaceId: z.uuid(),
    entraTenantId: z.string(),
    name: z.string(),
    status: z.enum(['pending', 'active', 'paused', 'removed']),
    createdAt: Time,
    activatedAt: Time.nullable(),
  })
  .meta({ id: 'Tenant' })

export const Schedule = z
  .object({
    operation: z.string(),
    everyMinutes: z.int().nullable(),
    cron: z.string().nullable(),
    timeZone: z.string().nullable(),
    jitterMinutes: z.int(),
    paused: z.boolean(),
    input: z.looseObject({}),
    nextTimes: z.array(Time).describe('The next five starts; empty while it is paused.'),
    heldUntil: Time.nullable().describe(
      'Nothing is started before this time, because the last run of the tenant needs an administrator: then it is tried once a day. Else null.',
    ),
  })
  .meta({ id: 'Schedule' })

export const Consent = z
  .object({
    consentUrl: z.url().describe("For an administrator of the tenant: Entra's page of consent. It is shown once."),
    expiresAt: Time.describe('Until then all steps must be done.'),
  })
  .meta({ id: 'Consent' })

export const Grant = z
  .object({
    id: z.uuid(),
    tenantId: z.uuid().nullable().describe('Null: the workspace with all of its tenants.'),
    tid: z.uuid(),
    oid: z.uuid(),
    role: z.enum(['reader', 'operator', 'manager', 'owner']),
    label: z.string(),
    grantedBy: z.string(),
    createdAt: Time,
  })
  .meta({ id: 'Grant' })

const Audit = z.object({
  id: z.int(),
  at: Time,
  tenantId: z.uuid().nullable(),
  runId: z.uuid().nullable(),
  actor: z.string().describe('`tid/oid`, `bootstrap` or `schedule`.'),
  actorKind: z.enum(['person', 'service']).nullable(),
  actingFor: z.string().nullable().describe('For whom a service acted.'),
  action: z.string(),
  target: z.string().nullable(),
  data: z.looseObject({}),
})

export const AuditAnswer = z.object({ items: z.array(Audit), nextCursor }).meta({ id: 'Audit' })

/** A list that is given whole. */
export const listOf = <T extends z.ZodType>(schema: T) => z.object({ items: z.array(schema) })
