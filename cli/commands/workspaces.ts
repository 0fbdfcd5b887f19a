import { Command } from 'commander'
import { type ListedWorkspace, WorkspacesView } from '../access-answers'
import type { Column } from '../list-report'
import { ofNoTenant, type Outside } from '../outside'
import { wholeList } from '../whole-list'

const columns: Column<ListedWorkspace>[] = [
  { name: 'workspaceId', whole: true, value: ({ workspaceId }) => workspaceId },
  { name: 'name', value: ({ name }) => name },
  { name: 'role', value: ({ role }) => role, short: (text) => text || 'in some tenants' },
]

/** `workspaces` */
export function workspacesCommand(outside: Outside): Command {
  const command = new Command('workspaces').description('Lists the workspaces in which you have a role.')
  const list = { path: () => '/workspaces', schema: WorkspacesView, columns }
  return wholeList(command, ofNoTenant(outside), outside.typed('workspaces', '--csv'), list)
}
