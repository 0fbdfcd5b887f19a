import { principalText } from '../access/caller'
import type { Access, Enter, Entry } from '../access/enter'
import type { Clock } from '../shared/clock'
import { listNotifications, type NotificationsRequest } from './list'
import { countUnread, markRead, type ReadNotifications } from './unread'

interface Deps {
  enter: Enter
  clock: Pick<Clock, 'now'>
}

/** A request goes on marking for so long: it has its answer within two seconds. Milliseconds. */
const markingMs = 1_000

/** What requests may do with notifications: each account with its own, an acting user with his. Everything throws `access.*`. */
export function createNotifications({ enter, clock }: Deps) {
  const count = (entry: Entry) => enter(entry, {}, (tx, access) => countUnread(tx, recipientOf(access)))
  return {
    listNotifications: (entry: Entry, request: NotificationsRequest) =>
      enter(entry, {}, (tx, access) => listNotifications(tx, recipientOf(access), request)),
    countNotifications: count,
    /** Returns how many it marked, how many are unread now, and whether it is done: very many take several requests. */
    async readNotifications(entry: Entry, read: ReadNotifications) {
      const until = clock.now() + markingMs
      let marked = 0
      // portions of their own transactions: what is marked stays so, however many are left
      for (;;) {
        const portion = await enter(entry, {}, (tx, access) => markRead(tx, recipientOf(access), read))
        marked += portion.marked
        if (portion.done || clock.now() >= until) return { marked, done: portion.done, ...(await count(entry)) }
      }
    },
  }
}

const recipientOf = ({ caller }: Access): string => principalText(caller.actingFor ?? caller)
