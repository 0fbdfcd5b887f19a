import { Command } from 'commander'
import { dbBootstrapCommand } from '../../../local/commands/db-bootstrap'
import { readLogin } from '../../../local/commands/login-option'
import { administrator, type AzureServer, startAzureServer } from '../../db/bootstrap/azure-server'
import { runCli } from '../../support/cli'

const objectId = '11111111-2222-4333-8444-555555555555'

test('a login is a name, perhaps with an object id and a limit', () => {
  expect(readLogin('tenantpilot-api-dev')).toEqual({ name: 'tenantpilot-api-dev' })
  expect(readLogin(`a b=c,oid=${objectId},connections=20`)).toEqual({ name: 'a b=c', objectId, connections: 20 })
})

test.each([
  ['', 'Expected NAME'],
  ['a,limit=3', 'Expected NAME'],
  ['a,oid=me', 'oid is a UUID'],
  ['a,connections=0', 'a number from 1'],
  ['a,connections=many', 'a number from 1'],
  ['ä'.repeat(32), 'at most 63 bytes'],
])('"%s" is none', (text, says) => {
  expect(() => readLogin(text)).toThrow(says)
})

test('two apps do not share a login', async () => {
  const program = new Command().exitOverride().addCommand(dbBootstrapCommand())
  const args = ['db:bootstrap', '--url', 'postgres://u@localhost/d', '--migrator', 'm', '--api', 'a', '--worker', 'a']
  await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow('Each login has a name of its own.')
})

test('the login for all stands in the place of the others', async () => {
  const program = new Command().exitOverride().addCommand(dbBootstrapCommand())
  const args = ['db:bootstrap', '--url', 'postgres://u@localhost/d', '--migrator', 'm', '--all', 'a', '--worker', 'b']
  await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow('in the place of --api and --worker')
})

test('db:bootstrap says what it made, and the second time what stood', async () => {
  const server: AzureServer = await startAzureServer()
  const url = await server.createDatabase('d-1')
  const args = ['--url', url, '--migrator', `m-1,oid=${await server.identity()}`, '--all', 'app-1,connections=20']
  const first = await run(args)
  expect(first).toMatchObject({ code: 0, errors: [] })
  expect(first.lines).toEqual(
    expect.arrayContaining([
      'made   login "app-1"',
      'made   schema "tenantpilot", of "tenantpilot_owner"',
      'made   "app-1" opens at most 20 connections',
      'The database is prepared. Next, as "m-1": npm run db:migrate',
    ]),
  )
  const again = await run(args)
  expect(again.lines.slice(0, -1).filter((line) => !line.startsWith('stood  '))).toEqual([])
  const refused = await run(['--url', url, '--migrator', administrator])
  expect(refused).toMatchObject({ code: 1, errors: [expect.stringContaining('has rights over the server')] })
  await server.stop()
})

async function run(args: string[]) {
  const cli = runCli(['db:bootstrap', ...args])
  const code = await cli.exited
  cli.dispose()
  return { code, lines: cli.lines, errors: cli.errors }
}
