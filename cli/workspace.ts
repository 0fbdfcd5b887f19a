import { Option } from 'commander'
import { type ListedWorkspace, WorkspacesView } from './access-answers'
import { checked } from './answers'
import { call } from './call'
import type { Api } from './http'
import { idOf } from './option-values'
import { printable } from './text'
import { UsageError } from './usage'

/** What commands about a workspace understand. */
export interface WorkspaceOptions {
  workspace?: string
}

/** The option of those commands. */
export const workspaceOption = (description = 'id of the workspace, where you have a role in several') =>
  new Option('--workspace <id>', description).argParser(idOf('workspace'))

/** The workspaces in which the caller has a role. */
export async function listWorkspaces(api: Api): Promise<ListedWorkspace[]> {
  return checked(WorkspacesView, await call(api, 'GET', '/workspaces')).items
}

/** The workspace that is named, else the only one of the caller. Throws where that does not say which. */
export async function workspaceOf(api: Api, { workspace }: WorkspaceOptions): Promise<string> {
  if (workspace !== undefined) return workspace
  const [first, ...others] = await listWorkspaces(api)
  if (!first) throw new Error('You have a role in no workspace: ask an owner of one for a grant.')
  if (others.length === 0) return first.workspaceId
  const names = [first, ...others].map(({ name, workspaceId }) => `${printable(name)} (${workspaceId})`)
  throw new UsageError(`Which workspace? Give --workspace with the id of one of yours: ${names.join(', ')}.`)
}
