import { principalText } from '../access/caller'
import type { Access, Enter, Entry } from '../access/enter'
import { listNotifications, type NotificationsRequest } from './list'
import { countUnread, markRead, type ReadNotifications } from './unread'

/** What requests may do with notifications: each account with its own, an acting user with his. Everything throws `access.*`. */
export const createNotifications = (enter: Enter) => ({
  listNotifications: (entry: Entry, request: NotificationsRequest) =>
    enter(entry, {}, (tx, access) => listNotifications(tx, recipientOf(access), request)),
  countNotifications: (entry: Entry) => enter(entry, {}, (tx, access) => countUnread(tx, recipientOf(access))),
  /** Returns how many are unread now. */
  readNotifications: (entry: Entry, read: ReadNotifications) =>
    enter(entry, {}, async (tx, access) => {
      await markRead(tx, recipientOf(access), read)
      return countUnread(tx, recipientOf(access))
    }),
})

const recipientOf = ({ caller }: Access): string => principalText(caller.actingFor ?? caller)
