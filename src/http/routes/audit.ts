import * as z from 'zod'
import type { Entry } from '../../access/enter'
import { type AuditQuery, type listAudit } from '../../audit/list'
import { auditActions } from '../../audit/record'
import { AuditAnswer } from '../answers'
import { examples } from '../examples'
import { Limit, oneOf, Since } from '../parameters'
import { granted, type Route } from '../route'

/** What the route of the audit log calls. */
export interface AuditApi {
  listAudit(
    entry: Entry,
    workspaceId: string,
    query: AuditQuery,
    page: { after?: number | undefined; limit: number },
  ): ReturnType<typeof listAudit>
}

const Parameters = z.strictObject({
  action: oneOf(auditActions).optional().describe('Only entries of this kind.'),
  account: z
    .string()
    .regex(/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/i, 'must be an account: tenant id/object id, two UUIDs')
    .toLowerCase()
    .optional()
    .describe('`tid/oid`: who did it, or for whom it was done.'),
  tenantId: z.uuid('must be a UUID').optional().describe('Only what was done to this tenant: its UUID, never its key.'),
  runId: z.uuid('must be a UUID').optional().describe('Only what was done to this run.'),
  since: Since.optional().describe('From this time on: an ISO 8601 date, or a time with its zone.'),
  before: Since.optional().describe('Before this time: an ISO 8601 date, or a time with its zone.'),
  limit: Limit,
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the nextCursor of an answer')
    .optional()
    .describe('The `nextCursor` of the page before.'),
})

/** The route of the audit log. */
export const auditRoutes: readonly Route<AuditApi>[] = [
  granted({
    name: 'listAudit',
    method: 'GET',
    path: 'workspaces/{workspaceId}/audit',
    tag: 'Audit',
    summary: 'Lists what was done in a workspace, and by whom.',
    needs: 'audit.read',
    query: Parameters,
    answers: { 200: { description: 'A page of entries, the newest first.', schema: AuditAnswer } },
    example: { answer: { items: [examples.audit], nextCursor: null } },
    async handle({ params: { workspaceId }, query: { limit, cursor, ...query } }, api: AuditApi, entry) {
      const page = { limit, after: cursor === undefined ? undefined : Number(cursor) }
      const { items, next } = await api.listAudit(entry, workspaceId, query, page)
      return { status: 200, jsonBody: { items, nextCursor: next === null ? null : String(next) } }
    },
  }),
]
