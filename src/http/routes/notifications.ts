import * as z from 'zod'
import type { createNotifications } from '../../notifications/notifications'
import type { OperationRecord } from '../../shared/operation-record'
import { readCursor, writeCursor } from '../cursor'
import { examples } from '../examples'
import { listedNotification } from '../notification-answers'
import { NotificationsAnswer, ReadAnswer, UnreadAnswer } from '../notification-schemas'
import { Flag, paging } from '../parameters'
import { granted, type Route } from '../route'

/** What the routes of notifications call. */
export interface NotificationsApi extends ReturnType<typeof createNotifications> {
  /** The page of a run in the app. Undefined: nobody said. */
  runLinkTemplate: string | undefined
}

const Id = z.int('must be the id of a notification').min(1, 'must be the id of a notification')

const readBody = z
  .strictObject({
    ids: z
      .array(Id, 'must be a list of ids')
      .max(1_000, 'must have at most 1,000 ids')
      .optional()
      .describe('Those of others, and those that are gone, are left out in silence.'),
    upTo: Id.optional().describe('Instead of `ids`: this one and all before it, also those that no page has shown.'),
  })
  .refine(({ ids, upTo }) => (ids === undefined) !== (upTo === undefined), {
    path: ['ids'],
    error: 'either this or upTo',
  })

/** The routes of notifications, for runs of these operations. */
export function notificationRoutes(records: readonly OperationRecord[]): Route<NotificationsApi>[] {
  const labels = new Map(records.map(({ name, label }) => [name, label]))
  return [
    granted({
      name: 'listNotifications',
      method: 'GET',
      path: 'notifications',
      tag: 'Notifications',
      summary: 'Lists what you were told of runs, in all workspaces.',
      needs: 'notifications.read',
      query: z.strictObject({
        unread: Flag.optional().describe('`true`: only unread ones. `false`: only read ones.'),
        ...paging,
      }),
      answers: { 200: { description: 'A page of notifications, the newest first.', schema: NotificationsAnswer } },
      example: { answer: { items: [examples.notification], nextCursor: null } },
      async handle({ query: { unread, limit, cursor } }, api: NotificationsApi, entry) {
        const list = ['notifications', unread]
        const before = readCursor(Id, list, cursor)
        const { items, next } = await api.listNotifications(entry, { unread, limit, before })
        const listed = items.map((each) => listedNotification(each, { labels, runLinkTemplate: api.runLinkTemplate }))
        return { status: 200, jsonBody: { items: listed, nextCursor: writeCursor(list, next) } }
      },
    }),
    granted({
      name: 'countNotifications',
      method: 'GET',
      path: 'notifications/unread',
      tag: 'Notifications',
      summary: 'Counts what you have not read.',
      needs: 'notifications.read',
      answers: { 200: { description: 'The count.', schema: UnreadAnswer } },
      example: { answer: examples.unread },
      handle: async (_request, api: NotificationsApi, entry) => ({
        status: 200,
        jsonBody: await api.countNotifications(entry),
      }),
    }),
    granted({
      name: 'readNotifications',
      method: 'POST',
      path: 'notifications/read',
      tag: 'Notifications',
      summary: 'Marks notifications as read.',
      needs: 'notifications.read',
      body: readBody,
      bodyLimit: 32 * 1024,
      answers: { 200: { description: 'What was marked, and what is still unread.', schema: ReadAnswer } },
      example: { body: { upTo: 4711 }, answer: examples.readNotifications },
      handle: async ({ body: { ids, upTo } }, api: NotificationsApi, entry) => ({
        status: 200,
        jsonBody: await api.readNotifications(entry, ids ? { ids } : { upTo: upTo! }),
      }),
    }),
  ]
}
