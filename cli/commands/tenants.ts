import { Command } from 'commander'
import { type TenantView, TenantsView } from '../access-answers'
import { type Column, type ListOptions, shortTime } from '../list-report'
import { ofNoTenant, type Outside } from '../outside'
import { explained, plainCodes } from '../usage'
import { wholeList } from '../whole-list'
import { type WorkspaceOptions, workspaceOf, workspaceOption } from '../workspace'
import { tenantRegisterCommand } from './tenant-register'
import { tenantRemoveCommand } from './tenant-remove'
import { tenantStateCommands } from './tenant-state'

const columns: Column<TenantView>[] = [
  { name: 'tenantId', whole: true, value: ({ tenantId }) => tenantId },
  { name: 'appKey', value: ({ appKey }) => appKey },
  { name: 'name', value: ({ name }) => name },
  { name: 'status', whole: true, value: ({ status }) => status },
  { name: 'activatedAt', value: ({ activatedAt }) => activatedAt, short: shortTime },
  { name: 'entraTenantId', value: ({ entraTenantId }) => entraTenantId },
  { name: 'createdAt', value: ({ createdAt }) => createdAt, csvOnly: true },
  { name: 'workspaceId', value: ({ workspaceId }) => workspaceId, csvOnly: true },
]

/** `tenants list|show|register|consent|rename|pause|resume|remove` */
export function tenantsCommand(outside: Outside): Command {
  const command = new Command('tenants')
    .description('Lists, shows, registers, renames, pauses and removes tenants, and asks for consent to them.')
    .addCommand(listCommand(ofNoTenant(outside)))
    .addCommand(tenantRegisterCommand(ofNoTenant(outside)))
  for (const each of tenantStateCommands(outside)) command.addCommand(each)
  command.addCommand(tenantRemoveCommand(outside))
  return explained(command, plainCodes, outside.typed('tenants', 'list'))
}

function listCommand(outside: Outside): Command {
  const command = new Command('list')
    .description('Lists the tenants of a workspace that you may see, by name.')
    .addOption(workspaceOption())
  return wholeList(command, outside, outside.typed('tenants', 'list', '--csv'), {
    path: async (api, options: ListOptions & WorkspaceOptions) =>
      `/workspaces/${await workspaceOf(api, options)}/tenants`,
    schema: TenantsView,
    columns,
  })
}
