import * as z from 'zod'
import { RUN_STATUSES } from '../runs/ledger/types'
import { Counts } from './run-schemas'
import { Count, nextCursor, Time } from './schema-parts'

const Notification = z
  .object({
    id: z.int(),
    at: Time,
    readAt: Time.nullable().describe('Null: unread. A later one of the same run makes it read.'),
    kind: z.enum(['queued', 'running', 'ended']),
    status: z.enum(RUN_STATUSES).describe('Of the run at that time.'),
    title: z.string().describe('For people: what, where and how.'),
    label: z.string().describe('What the operation is called.'),
    operation: z.string(),
    tenantId: z.string().describe("The existing app's key."),
    externalId: z.uuid().describe("The tenant's UUID."),
    tenantName: z.string(),
    runId: z.uuid(),
    counts: Counts.nullable().describe('Null before the end, and of a run that was cancelled before it began.'),
    code: z.string().nullable().describe('Why it failed, or did in part; see the error codes.'),
    whatToDo: z.string().nullable().describe('What the code means and what to do.'),
    link: z.object({
      label: z.literal('View run'),
      url: z.url().nullable().describe("The run's page in your app; null without `RUN_LINK_TEMPLATE`."),
    }),
  })
  .meta({ id: 'Notification' })

export const NotificationsAnswer = z.object({ items: z.array(Notification), nextCursor }).meta({ id: 'Notifications' })

const unread = {
  unread: z.int().min(0).max(100),
  more: z.boolean().describe('There are more than 100.'),
}

export const UnreadAnswer = z.object(unread).meta({ id: 'Unread' })

export const ReadAnswer = z
  .object({
    marked: Count.describe('How many were unread until now.'),
    done: z.boolean().describe('False: there were so many that some are left. Send the request again.'),
    ...unread,
  })
  .meta({ id: 'ReadNotifications' })
