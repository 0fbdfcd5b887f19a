import { Argument, Command, Option } from 'commander'
import { checked } from '../answers'
import { call } from '../call'
import type { Api } from '../http'
import { NotificationsPage, notificationColumns, ReadView } from '../notification-list'
import { atLeastOne } from '../option-values'
import { type ConnectionOptions, ofNoTenant, type Outside } from '../outside'
import { paged, type PagedOptions, printPages } from '../paged-list'
import { toJson } from '../text'
import { explained, plainCodes, UsageError } from '../usage'

/** `notifications list|read` */
export function notificationsCommand(anywhere: Outside): Command {
  const outside = ofNoTenant(anywhere)
  const command = new Command('notifications')
    .description('Lists what you were told of runs, and marks it as read.')
    .addCommand(listCommand(outside))
    .addCommand(readCommand(outside))
  return explained(command, plainCodes, outside.typed('notifications', 'list', '--unread'))
}

function listCommand(outside: Outside): Command {
  const command = new Command('list')
    .description('Lists notifications of all workspaces, the newest first.')
    .option('--unread', 'only those that you have not read')
  return paged(command, outside, outside.typed('notifications', 'list', '--unread')).action(
    async (_options, command: Command) => {
      const options = command.optsWithGlobals<PagedOptions & { unread?: true }>()
      const list = { path: '/notifications', schema: NotificationsPage, columns: notificationColumns }
      await printPages(outside.connect(options), list, { unread: options.unread }, options)
    },
  )
}

function readCommand(outside: Outside): Command {
  const command = new Command('read')
    .description('Marks notifications as read.')
    .addArgument(new Argument('[ids...]', 'as the list names them').argParser(eachId))
    .addOption(new Option('--all', 'all that are there now'))
  for (const option of outside.options) command.addOption(option)
  return explained(command, plainCodes, outside.typed('notifications', 'read', '--all')).action(
    async (ids: number[], _options, command: Command) => {
      const options = command.optsWithGlobals<ConnectionOptions & { all?: true }>()
      if (ids.length > 0 === (options.all === true)) throw new UsageError('Which ones? Give ids, or --all.')
      const api = outside.connect(options)
      const left = await markRead(api, ids)
      if (options.json) console.log(toJson(left))
      else console.log(`marked: ${left.marked}, unread: ${left.unread}${left.more ? ' or more' : ''}`)
    },
  )
}

const eachId = (text: string, before: number[] = []) => [...before, atLeastOne(text)]

/** Marks these; without any, all up to the newest there is. Returns what is left. */
async function markRead(api: Api, ids: readonly number[]): Promise<Omit<ReadView, 'done'>> {
  const body = ids.length > 0 ? { ids } : await upToNewest(api)
  let marked = 0
  while (body) {
    const read = checked(ReadView, await call(api, 'POST', '/notifications/read', { body }))
    marked += read.marked
    // very many take several requests; one that marks nothing would never end
    if (read.done || read.marked === 0) return { marked, unread: read.unread, more: read.more }
  }
  return { marked, unread: 0, more: false }
}

async function upToNewest(api: Api): Promise<{ upTo: number } | undefined> {
  const { items } = checked(NotificationsPage, await call(api, 'GET', '/notifications?limit=1'))
  return items[0] && { upTo: items[0].id }
}
