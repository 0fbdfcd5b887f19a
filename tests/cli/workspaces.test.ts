import { workspacesCommand } from '../../cli/commands/workspaces'
import { otherWorkspaceId, workspace } from './access'
import { startLists } from './lists'

const { answers, said, run } = startLists(workspacesCommand)
const { workspaceId } = workspace()

test('workspaces are listed with the role of the caller', async () => {
  const other = workspace({ workspaceId: otherWorkspaceId, name: 'B', role: null })
  answers['GET /api/workspaces'] = () => ({ items: [workspace(), other] })
  await run()
  expect(said).toEqual([
    'workspaceId                           name        role',
    `${workspaceId}  Müller\ufffd[2J  owner`,
    `${otherWorkspaceId}  B           in some tenants`,
  ])
  said.length = 0
  await run('--json')
  expect(said.map((line) => JSON.parse(line) as object)).toEqual([workspace(), other])
})

test('as CSV, a missing role is empty', async () => {
  answers['GET /api/workspaces'] = () => ({ items: [workspace({ name: 'W', role: null })] })
  await run('--csv')
  expect(said).toEqual(['workspaceId,name,role\r\n', `${workspaceId},W,\r\n`])
})
