import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { connectionOptions } from '../../cli/connection'
import { createProgram } from '../../cli/program'

const callsNothing = () => {
  throw new Error('Help calls nothing.')
}
const program = createProgram({
  typed: (...words) => ['tenantpilot', ...words].join(' '),
  options: connectionOptions,
  connect: callsNothing,
  installation: callsNothing,
  leave: callsNothing,
})

/** A command and all below it, by what is typed. */
const commandsOf = (command: Command, before = ''): [string, Command][] => [
  [before, command],
  ...command.commands.flatMap((each) => commandsOf(each, `${before} ${each.name()}`.trim())),
]
const commands = commandsOf(program)

/** What `--help` prints. */
function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp()
  return text
}

test('the commands are those that operators know', () => {
  expect(program.commands.map((each) => each.name()).toSorted()).toEqual(
    expect.arrayContaining(['dlq', 'grants', 'policies', 'runs', 'schedules', 'settings', 'sync', 'tenants', 'verify']),
  )
})

test.each(commands)('the help of "%s" has a description, an example and the exit codes', (typed, command) => {
  const help = helpOf(command)
  expect(command.description()).toMatch(/^[A-Z].*\.$/)
  expect(help).toContain(`Example:\n  tenantpilot ${typed}`)
  expect(help).toMatch(/^Exit codes: 0 .*, 1 .*, 2 wrong usage/m)
  for (const { description } of command.options) expect(description).toMatch(/\w/)
})

test('every command can be typed as "npm run COMMAND" on this machine', () => {
  const { scripts } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  for (const name of program.commands.map((each) => each.name()))
    expect(scripts).toMatchObject({ [name]: `node local/run.cjs ${name}` })
})
