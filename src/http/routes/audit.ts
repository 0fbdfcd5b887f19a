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

const filters = {
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
}

const cursors = {
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the nextCursor of an answer')
    .optional()
    .describe('The `nextCursor` of the page before, or the header `Next-Cursor` of the export before.'),
}

/** Entries in one answer of an export: about a megabyte. */
const exported = 5_000

const toAfter = (cursor: string | undefined) => (cursor === undefined ? undefined : Number(cursor))

/** The route of the audit log. */
export const auditRoutes: readonly Route<AuditApi>[] = [
  granted({
    name: 'listAudit',
    method: 'GET',
    path: 'workspaces/{workspaceId}/audit',
    tag: 'Audit',
    summary: 'Lists what was done in a workspace, and by whom.',
    needs: 'audit.read',
    query: z.strictObject({ ...filters, limit: Limit, ...cursors }),
    answers: { 200: { description: 'A page of entries, the newest first.', schema: AuditAnswer } },
    example: { answer: { items: [examples.audit], nextCursor: null } },
    async handle({ params: { workspaceId }, query: { limit, cursor, ...query } }, api: AuditApi, entry) {
      const { items, next } = await api.listAudit(entry, workspaceId, query, { limit, after: toAfter(cursor) })
      return { status: 200, jsonBody: { items, nextCursor: next === null ? null : String(next) } }
    },
  }),
  granted({
    name: 'exportAudit',
    method: 'GET',
    path: 'workspaces/{workspaceId}/audit/export',
    tag: 'Audit',
    summary: 'Exports what was done in a workspace, 5,000 entries in an answer.',
    needs: 'audit.read',
    query: z.strictObject({ ...filters, ...cursors }),
    answers: {
      200: {
        description: 'JSON Lines: an entry a line, the newest first.',
        schema: z.string(),
        mediaType: 'application/x-ndjson',
        headers: { 'Next-Cursor': 'Where the next answer begins; absent in the last one.' },
      },
    },
    example: { answer: `${JSON.stringify(examples.audit)}\n` },
    async handle({ params: { workspaceId }, query: { cursor, ...query } }, api: AuditApi, entry) {
      const { items, next } = await api.listAudit(entry, workspaceId, query, {
        limit: exported,
        after: toAfter(cursor),
      })
      const more: Record<string, string> = next === null ? {} : { 'next-cursor': String(next) }
      return {
        status: 200,
        headers: { 'content-type': 'application/x-ndjson; charset=utf-8', ...more },
        body: items.map((item) => `${JSON.stringify(item)}\n`).join(''),
      }
    },
  }),
]
