import * as z from 'zod'
import { type Column, shortTime } from './list-report'

const text = z.string().nullable()

/** `GET /notifications` */
export const NotificationsPage = z.object({
  items: z.array(
    z.object({
      id: z.int().positive(),
      at: z.string(),
      readAt: text,
      kind: z.string(),
      status: z.string(),
      title: z.string(),
      operation: z.string(),
      tenantId: z.string(),
      tenantName: z.string(),
      runId: z.uuid(),
      code: text,
      whatToDo: text,
      link: z.object({ url: text }),
    }),
  ),
  nextCursor: text,
})
export type NotificationView = z.infer<typeof NotificationsPage>['items'][number]

/** `POST /notifications/read` */
export const ReadView = z.object({ marked: z.int(), done: z.boolean(), unread: z.int(), more: z.boolean() })
export type ReadView = z.infer<typeof ReadView>

/** How a notification is listed. */
export const notificationColumns: Column<NotificationView>[] = [
  { name: 'id', whole: true, value: ({ id }) => id },
  { name: 'new', value: ({ readAt }) => (readAt === null ? 'new' : '') },
  { name: 'at', whole: true, value: ({ at }) => at, short: shortTime },
  { name: 'readAt', value: ({ readAt }) => readAt, csvOnly: true },
  { name: 'title', value: ({ title }) => title },
  { name: 'status', value: ({ status }) => status, csvOnly: true },
  { name: 'operation', value: ({ operation }) => operation, csvOnly: true },
  { name: 'tenantId', value: ({ tenantId }) => tenantId, csvOnly: true },
  { name: 'code', value: ({ code }) => code },
  { name: 'whatToDo', value: ({ whatToDo }) => whatToDo },
  { name: 'runId', whole: true, value: ({ runId }) => runId },
  { name: 'url', value: ({ link }) => link.url, csvOnly: true },
]
