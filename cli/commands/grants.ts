import { Argument, Command } from 'commander'
import { type GrantView, GrantsView } from '../access-answers'
import { call } from '../call'
import { type Column, type ListOptions, shortTime } from '../list-report'
import { idOf } from '../option-values'
import { type ConnectionOptions, ofNoTenant, type Outside } from '../outside'
import { explained, plainCodes } from '../usage'
import { wholeList } from '../whole-list'
import { type WorkspaceOptions, workspaceOf, workspaceOption } from '../workspace'
import { grantGiveCommand } from './grant-give'

const columns: Column<GrantView>[] = [
  { name: 'id', whole: true, value: ({ id }) => id },
  { name: 'role', whole: true, value: ({ role }) => role },
  { name: 'label', value: ({ label }) => label },
  { name: 'tenantId', value: ({ tenantId }) => tenantId, short: (text) => text || 'whole workspace' },
  { name: 'account', whole: true, value: ({ tid, oid }) => `${tid}/${oid}` },
  { name: 'grantedBy', value: ({ grantedBy }) => grantedBy, csvOnly: true },
  { name: 'createdAt', value: ({ createdAt }) => createdAt, short: shortTime },
]

/** `grants list|give|take` */
export function grantsCommand(anywhere: Outside): Command {
  // for which tenant a grant is, is never taken from the environment
  const outside = ofNoTenant(anywhere)
  const command = new Command('grants')
    .description('Lists, gives and takes grants: who may what in a workspace.')
    .addCommand(listCommand(outside))
    .addCommand(grantGiveCommand(outside))
    .addCommand(takeCommand(outside))
  return explained(command, plainCodes, outside.typed('grants', 'list'))
}

function listCommand(outside: Outside): Command {
  const command = new Command('list')
    .description('Lists the grants of a workspace, the highest roles first.')
    .addOption(workspaceOption())
  return wholeList(command, outside, outside.typed('grants', 'list', '--csv'), {
    path: async (api, options: ListOptions & WorkspaceOptions) =>
      `/workspaces/${await workspaceOf(api, options)}/grants`,
    schema: GrantsView,
    columns,
  })
}

function takeCommand(outside: Outside): Command {
  const command = new Command('take')
    .description('Takes a grant away.')
    .addArgument(new Argument('<id>', 'as the list names it').argParser(idOf('grant')))
    .addOption(workspaceOption())
  for (const option of outside.options) command.addOption(option)
  const example = outside.typed('grants', 'take', '3d8e9f5a-6b7c-4d9e-8f0c-8d5f7e2b1a4c')
  return explained(command, plainCodes, example).action(async (id: string, _options, command: Command) => {
    const options = command.optsWithGlobals<ConnectionOptions & WorkspaceOptions>()
    const api = outside.connect(options)
    await call(api, 'DELETE', `/workspaces/${await workspaceOf(api, options)}/grants/${id}`)
    if (!options.json) console.log('The grant is taken.')
  })
}
